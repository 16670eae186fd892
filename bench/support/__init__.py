"""What the benchmarks share. Importing it puts the project on the path, so that a script runs from any folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
