"""The way of an edition to its readers: approval, public addresses, the pages behind them, the feed."""
