"""What a web worker keeps for good is loaded once, before the fork, and left alone by the garbage collector.

Python looks through every object that lives whenever enough new ones have come. Of 200,000 objects (modules,
models, addresses, templates) that takes a tenth of a second or more, in the middle of somebody's request.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

# New objects before the young are looked through, then how often the older ones: a page makes some ten
# thousand, nearly all of which go without the collector.
THRESHOLDS = (10_000, 20, 20)


def settle() -> None:
    """Load addresses and templates, and take all that lives by now out of the collector's sight."""
    import_module(settings.ROOT_URLCONF)
    _templates_load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def _templates_load() -> None:
    folder = Path(settings.BASE_DIR, "templates")
    for path in sorted(folder.rglob("*.html")):
        try:
            engines["django"].get_template(str(path.relative_to(folder)))
        except (TemplateDoesNotExist, TemplateSyntaxError):
            continue  # who asks for it is told what is wrong with it
