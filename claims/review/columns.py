"""The columns of the queue that a person may hide."""

COLUMNS: dict[str, str] = {
    "figure": "Figure",
    "verdict": "Verdict",
    "review": "Review",
    "freshness": "Freshness",
    "assignee": "Assignee",
    "due": "Due",
    "tags": "Tags",
}
