"""What is known of words before an article is read: hand-made lists, and the modules that read them."""
