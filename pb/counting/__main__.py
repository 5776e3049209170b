from __future__ import annotations

import sys

from pb.counting.commands import main

sys.exit(main())
