"""When and where the event of a claim was, and the grammar of the words that say so."""
