"""The continuous ground of Home, and its parts; all repeat over their width without a seam."""
import re

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


class Foot:
    """The three of them in one, in mist: what stands at the foot of pages with few words. One opaque picture, so that a page turns quickly
    also where no GPU draws. PAPER is the paper of kiosk/ui/theme.cpp, MIST how much of it lies over the bank."""
    PAPER, MIST = '#f6f1e4', .38

    def svg(self):
        inner = ''
        for i, make in enumerate((ground, hills_far, hills_near)):
            text = re.sub(r'(id="|url\(#|href="#)', rf'\1s{i}', make().svg())
            inner += text[text.index('>') + 1:text.rindex('</svg>')]
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} 1000" width="{W}" height="1000">{inner}'
                f'<rect x="0" y="0" width="{W}" height="1000" fill="{self.PAPER}" fill-opacity="{self.MIST}"/>\n</svg>\n')


def all_grounds():
    return {'ground': ground, 'hills-far': hills_far, 'hills-near': hills_near, 'foot': Foot}
