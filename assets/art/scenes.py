"""The large picture of every point, and the attract picture: own sky, hills, mist, bank and water."""
from brush import HOR, Sheet
import build as b
import things
import landmarks as lm
import nature as n


def setting(seed, mood, sun=None, glow=(.24, .34), mist=.85, quay=True, ranges=2):
    """Sky, hills, mist and water of a mood; returns the sheet with the main layer chosen."""
    s = Sheet(seed)
    m = n.MOODS[mood]
    n.sky(s, mood, glow, sun, 3)
    n.hills(s, mood, base=664, height=112)
    n.mist(s, 545, 80, .5, m['mist'], n=1)
    if ranges > 1:
        n.hills(s, mood, True, base=664, height=72)
    n.mist(s, 590, 74, mist, m['mist'], n=2)
    n.water(s, mood)
    if quay:
        n.quay(s)
    s.layer = 'main'
    return s


def closing(s, ripples=90, left=0, right=0, tint=None):
    """Ripples over everything, reeds in the lower corners, a last veil of mist over the feet of what is far."""
    n.ripples(s, ripples)
    s.layer = 'near'
    if left:
        n.reeds(s, -20, left, 1010, 190, 22)
    if right:
        n.reeds(s, 1600 - right, 1620, 1010, 190, 22)
    if tint:
        s.layer = 'light'
        s.rect(0, 0, s.w, s.h, tint[0], tint[1])
    return s


def corridor():
    s = Sheet(31)
    n.sky(s, 'morning', (.66, .33), (1090, 268, 58), 6)
    n.hills(s, 'morning', base=664, height=128)
    n.mist(s, 530, 90, .6, '#f8f3e7', n=1)
    n.hills(s, 'morning', True, base=664, height=84)
    n.mist(s, 580, 84, .8, '#f8f3e7', n=1)
    n.water(s, 'morning')
    s.layer = 'main'
    n.far_trees(s, 240, 720, 9, HOR - 10, 84, '#6f8078', .4, 'far')
    b.pagoda(s, 470, HOR - 22, 470, width=.23, a=.94)
    s.dab(480, HOR - 40, 300, 66, '#f8f3e7', .75)
    n.far_trees(s, 1040, 1500, 8, HOR - 8, 60, '#6f8078', .3, 'far')
    n.bank(s, -60, 420, h=24)
    b.house(s, 205, 150, 132, HOR - 4, windows=2, rh=50)
    b.house(s, 20, 170, 196, HOR, windows=2, storeys=2, rh=66, depth=58)
    things.arch_bridge(s, 905, HOR, 322, 206)
    n.bank(s, 1150, 1660, h=22)
    b.gable_house(s, 1400, 168, 190, HOR, 2, windows=2)
    b.house(s, 1240, 172, 138, HOR, windows=3, doorway=1, rh=54)
    n.willow(s, 640, HOR - 10, 350, lean=18, strands=42)
    n.bank(s, 560, 735, h=20)
    for x, r in ((380, 34), (415, 24), (600, 26), (690, 22), (1190, 26), (1216, 34)):
        n.clump(s, x, HOR - 16 - r * .3, r, r * .6, n.GREEN, 24)
    s.layer = 'near'
    things.boat(s, 800, 812, 1.18)
    return closing(s, 64, 230, 170)


def introduction():
    s = setting(41, 'morning', (1180, 250, 54))
    lm.introduction(s, 216)
    n.far_trees(s, 1180, 1600, 9, HOR - 14, 60, '#6f8078', .35)
    n.far_trees(s, -40, 330, 8, HOR - 14, 60, '#6f8078', .35)
    return closing(s, 80, 210, 260)


def xiaozheng():
    s = setting(42, 'summer')
    s.layer = 'main'
    b.gable_house(s, 60, 190, 172, HOR - 6, 2, windows=1)
    n.tree(s, 330, HOR - 12, 270, .44, n.YOUNG, 6, 38)
    lm.xiaozheng(s, 262)
    b.house(s, 1470, 200, 150, HOR - 6, windows=2, rh=56)
    s.layer = 'near'
    things.boat(s, 640, 792, .95)
    return closing(s, 80, 180, 150)


def chen_yun_memorial():
    s = setting(43, 'morning')
    lm.chen_yun_memorial(s, 150)
    s.layer = 'main'
    n.willow(s, 108, HOR - 12, 320, lean=10, strands=28)
    s.layer = 'near'
    things.boat(s, 1250, 806, .95, flip=True)
    return closing(s, 80, 0, 140)


def loop_park():
    s = setting(44, 'day', glow=(.7, .3))
    lm.loop_park(s, 262)
    n.far_trees(s, 0, 330, 8, HOR - 14, 90, '#6f8078', .4)
    n.far_trees(s, 1230, 1600, 9, HOR - 14, 90, '#6f8078', .4)
    s.layer = 'main'
    n.willow(s, 1420, HOR - 12, 350, lean=-14, strands=42)
    n.tree(s, 170, HOR - 14, 250, .46, n.GREEN, 7, 52)
    return closing(s, 90, 170, 220)


def demonstration_zone():
    s = setting(45, 'summer', quay=False)
    n.far_trees(s, -40, 1640, 30, HOR + 1, 30, '#6f8a7d', .5)
    lm.demonstration_zone(s, 100)
    s.layer = 'near'
    n.reeds(s, -20, 270, 1010, 210, 34, .35)
    n.reeds(s, 1330, 1620, 1010, 190, 32, .35)
    things.boat(s, 980, 800, .8)
    n.lotus(s, 470, 880, 9, 130)
    return closing(s, 100)


def necc():
    s = setting(46, 'day', glow=(.3, .3), quay=False)
    n.far_trees(s, -40, 1640, 26, HOR - 2, 50, '#7d8f88', .5)
    lm.necc(s, 100)
    s.layer = 'main'
    n.bank(s, -60, 180, h=12)
    n.bank(s, 1420, 1660, h=12)
    for x, h in ((70, 120), (128, 96), (1480, 108), (1545, 130)):
        n.tree(s, x, HOR - 6, h, .42, n.GREEN, 5, 40, size=5)
    s.layer = 'near'
    n.reeds(s, -20, 200, 1010, 180, 26, .3)
    n.reeds(s, 1400, 1620, 1010, 170, 26, .3)
    return closing(s, 110)


def dongxiang_martyrs():
    s = setting(47, 'winter', glow=(.5, .4))
    lm.dongxiang_martyrs(s, 300)
    s.layer = 'main'
    for x, h in ((330, 300), (240, 330), (130, 350), (1270, 304), (1365, 336), (1470, 350)):
        n.cypress(s, x, HOR - 14, h, 86)
    return closing(s, 80)


def party_school():
    s = setting(48, 'autumn')
    lm.party_school(s, 165)
    n.far_trees(s, 1250, 1640, 8, HOR - 14, 110, '#857d5f', .4)
    s.layer = 'main'
    n.tree(s, 150, HOR - 12, 300, .46, n.RUST, 6, 38)
    n.clump(s, 60, HOR - 20, 50, 26, n.GREEN, 50)
    n.clump(s, 1440, HOR - 20, 60, 26, n.GREEN, 50)
    s.layer = 'near'
    d = ''
    for _ in range(60):                                  # leaves that lie on the water
        x, y = s.r.gauss(1080, 210), s.r.uniform(700, 960)
        d += s.leaf(x, y, s.r.uniform(6, 11), 2.2, s.r.uniform(-.3, .3))
    s.fill(d, '#d9ab4a', .9)
    return closing(s, 80, 150, 0)


def all_scenes():
    names = ('corridor', 'introduction', 'xiaozheng', 'chen-yun-memorial', 'loop-park', 'demonstration-zone', 'necc', 'dongxiang-martyrs', 'party-school')
    return [(k, globals()[k.replace('-', '_')]) for k in names]
