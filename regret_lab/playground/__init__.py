"""The game in a browser: real learners, played whole in Python, played back by a page.

``setting`` reads what the page asks for, ``run`` plays and judges it, ``server`` answers on
127.0.0.1 and ``export`` writes one file that needs no server.
"""
