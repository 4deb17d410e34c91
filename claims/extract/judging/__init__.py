"""Is a claim worth checking, how is it put, how sure is the machine, and what the outlet could not verify."""
