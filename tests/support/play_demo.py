#!/usr/bin/env python3
"""Plays the demo's week once for all tests that need it, and leaves its directory stopped in order.

  play_demo.py HEARBACK DIR
"""
import pathlib, shutil, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from hearback import Program, free_port

hearback, where = sys.argv[1:]
shutil.rmtree(where, ignore_errors=True)
with Program(hearback, "demo", "--data", where, "--listen", f"127.0.0.1:{free_port()}", "--speed", "max") as demo:
    demo.line("played", 300)
    code = demo.stop()
    assert code == 0, f"ended with {code}: {demo.told[-5:]}"
    sys.exit(0)
