"""The continuous ground of Home, and its parts; all repeat over their width without a seam."""
from brush import Sheet
import nature as n

W = 3200


def ground():
    s = Sheet(11, W, wrap=True)
    n.sky(s, 'day', glow=(.2, .3), clouds=8)
    n.water(s, 'day')
    n.quay(s)
    n.ripples(s, 190)
    return s


def hills_far():
    s = Sheet(12, W, wrap=True)
    n.hills(s, 'day', base=664, a=.42)
    return s


def hills_near():
    s = Sheet(13, W, wrap=True)
    n.hills(s, 'day', near=True, base=664, a=.5)
    n.mist(s, 570, 84, .5, band=False)
    return s


def all_grounds():
    return {'ground': ground, 'hills-far': hills_far, 'hills-near': hills_near}
