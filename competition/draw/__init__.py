"""The pure core: the published procedure of a prize draw, `SPEC.md` beside this file, in code.

Standard library only, and of that nothing that reads a clock, a file, a socket or chance: every function
here answers from its arguments alone, so that the service and any auditor come to the same answer.
"""
