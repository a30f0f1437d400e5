#!/usr/bin/env python3
"""Writes OUT.S (the bytes, through .incbin) and OUT.cpp (the table app/embedded.h reads) for every file at or
below the PATHs.

  embed.py ROOT OUT PATH...
"""
import os
import sys

root, out, given = sys.argv[1], sys.argv[2], sys.argv[3:]
paths = sorted(
    [path for path in given if os.path.isfile(os.path.join(root, path))]
    + [
        os.path.relpath(os.path.join(folder, name), root)
        for path in given
        for folder, _, names in os.walk(os.path.join(root, path))
        for name in names
    ]
)

with open(out + ".S", "w", encoding="utf-8") as asm:
    asm.write('.section .note.GNU-stack,"",%progbits\n.section .rodata\n')
    for i, path in enumerate(paths):
        asm.write(f'.global hb_embedded_{i}\n.global hb_embedded_{i}_end\n.balign 16\nhb_embedded_{i}:\n'
                  f'.incbin "{os.path.join(root, path)}"\nhb_embedded_{i}_end:\n.byte 0\n')

with open(out + ".cpp", "w", encoding="utf-8") as cpp:
    cpp.write('#include "app/embedded.h"\n')
    for i in range(len(paths)):
        cpp.write(f'extern "C" const char hb_embedded_{i}[], hb_embedded_{i}_end[];\n')
    cpp.write("namespace hb::app {\nstd::span<const Embedded> embedded_files() {\n  static const Embedded files[] = {\n")
    for i, path in enumerate(paths):
        cpp.write(f'      {{"{path}", {{hb_embedded_{i}, static_cast<size_t>(hb_embedded_{i}_end - hb_embedded_{i})}}}},\n')
    cpp.write("      {{}, {}}};\n  return {files, std::size(files) - 1};\n}\n}  // namespace hb::app\n")
