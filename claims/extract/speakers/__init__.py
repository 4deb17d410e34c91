"""Who a source is: name, kind, role, body, and through whom the words came."""
