"""High-stakes claims: two people decide apart, an editor settles what they differ on."""
