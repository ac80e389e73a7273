"""The design page of the desk: every part of the readers' pages in every state, with invented words.

The parts are the templates that readers get; only what they show is made here, in memory.
"""
