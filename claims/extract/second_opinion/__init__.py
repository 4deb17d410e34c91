"""An optional second opinion of a language model on what the rules found. Off unless an address is set.

    prompt (paragraphs become messages) -> client (one call) -> reply (JSON out of the answer)
    -> validate (only what stands in the text) -> drafting (our grammar reads it) -> merge (with the rules)

`budget` refuses a call before it is made; `asking` puts the steps of one article together. Pure: no Django.
"""
