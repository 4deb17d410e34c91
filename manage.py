#!/usr/bin/env python3
"""The command line of Second Source: `manage.py up` runs everything, `manage.py help` lists the rest."""

import os
import sys

from django.core.management import execute_from_command_line

from tracker.env import BadSetting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except BadSetting as error:
        sys.exit(f"Second Source cannot start: {error}.")
