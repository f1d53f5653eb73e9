"""The landmarks of Home: transparent ground, standing on the bank line, at least 60 clear of the edges.

Each function also serves the large scenes: it draws at an offset `x` of any sheet.
"""
from brush import HOR, Sheet
import build as b
import things
import nature as n


def shimmer(s, x0, x1):
    """Ripples over the reflection, so that it sits in the water that the display draws."""
    n.ripples(s, int((x1 - x0) / 16), x0, x1, HOR + 10, 850, 'near', '#e9eee9', k=.9)


def introduction(s, x=0):
    x += 36
    n.far_trees(s, x + 120, x + 860, 9, HOR - 12, 60, '#7d8b82', .3)
    n.bank(s, x + 70, x + 960, h=20)
    n.willow(s, x + 205, HOR - 12, 400, lean=-14, strands=50)
    for dx, h in ((330, 26), (352, 34), (725, 30), (748, 40), (772, 26)):
        n.clump(s, x + dx, HOR - 16 - h * .3, h, h * .5, n.GREEN, 34, 7)
    b.pavilion(s, x + 545, HOR, 290, 330)
    n.tufts(s, x + 90, x + 390, 26, HOR - 8, 14)
    n.tufts(s, x + 705, x + 940, 22, HOR - 8, 14)
    things.post(s, x + 742, HOR + 14, 46)
    s.layer = 'near'
    things.boat(s, x + 852, HOR + 38, .82, True, rope=(x + 742, HOR - 18))


def xiaozheng(s, x=0):
    n.far_trees(s, x + 90, x + 1130, 16, HOR - 14, 84, '#76856f', .34)
    s.layer = 'main'
    n.tree(s, x + 905, HOR - 12, 300, .42, n.GREEN, 6, 52)
    n.bank(s, x + 66, x + 1190, h=17)
    b.house(s, x + 560, 190, 176, HOR - 12, windows=2, storeys=1, rh=66, inset=.14)
    b.house(s, x + 225, 240, 262, HOR - 6, windows=3, doorway=1, storeys=2, rh=82, depth=92)
    b.garden_wall(s, x + 748, x + 850, HOR - 8, 82)
    things.haystack(s, x + 148, HOR - 6, 104, 128)
    things.haystack(s, x + 928, HOR - 8, 88, 104)
    for dx in (556, 468, 1000):
        n.clump(s, x + dx, HOR - 26, 34, 18, n.GREEN, 40, 7)
    paddy(s, x + 975, x + 1175, HOR - 8)
    n.tufts(s, x + 80, x + 960, 40, HOR - 5, 11)
    s.layer = 'near'
    things.landing(s, x + 618, x + 800, HOR + 4)


def paddy(s, x0, x1, y, rows=3):
    """Rows of rice seedlings standing in a flooded field."""
    for r in range(rows):
        d, e = '', ''
        yy = y - 15 + r * 8
        q = x0 + r * 5
        while q < x1 - 10 + r * 3:
            for _ in range(4):
                d += s.leaf(q + s.r.uniform(-2, 2), yy + 6, s.r.uniform(10, 19), 1.3, -1.57 + s.r.uniform(-.5, .5))
            q += 13
        s.fill(s.lens(x0 - 6, yy + 6, x1 - x0 + 10, 6), '#cfd9cc', .8)
        s.fill(d, ('#7d9458', '#8ba463', '#6d854c')[r % 3], .95)


def chen_yun_memorial(s, x=0):
    n.far_trees(s, x + 100, x + 1200, 14, HOR - 14, 90, '#6f7f70', .36)
    s.layer = 'main'
    n.tree(s, x + 330, HOR - 14, 390, .44, n.DARK, 8, 58)
    n.tree(s, x + 1000, HOR - 14, 350, .44, n.DARK, 7, 54)
    b.house(s, x + 440, 420, 236, HOR - 14, windows=0, rh=92, up=16, weather=.4, over=20)
    b.house(s, x + 150, 240, 178, HOR - 6, windows=3, rh=62)
    b.house(s, x + 910, 240, 178, HOR - 6, windows=3, rh=62)
    b.garden_wall(s, x + 388, x + 560, HOR - 2, 116, leak=1)
    b.garden_wall(s, x + 740, x + 912, HOR - 2, 116, leak=1)
    b.gatehouse(s, x + 650, HOR, 150, 176)
    n.clump(s, x + 120, HOR - 20, 40, 26, n.DARK, 50, 8)
    n.clump(s, x + 1180, HOR - 20, 40, 26, n.DARK, 50, 8)
    for dx in (420, 450, 840, 880):
        n.clump(s, x + dx, HOR - 12, 24, 14, n.GREEN, 30, 6)
    b.wall(s, x + 92, HOR + 4, 1116, 12, '#b7b0a0', 0, False, .6)
    b.stones(s, x + 92, x + 1208, HOR - 7, HOR + 4, 6, .35)


def loop_park(s, x=0):
    n.far_trees(s, x + 90, x + 560, 9, HOR - 14, 70, '#76877c', .32)
    s.layer = 'main'
    n.bank(s, x + 66, x + 540, h=22)
    b.pagoda(s, x + 300, HOR - 14, 440, width=.25)
    for dx, h in ((205, 44), (238, 34), (370, 40), (408, 50), (150, 36)):
        n.clump(s, x + dx, HOR - 18 - h * .35, h, h * .62, n.GREEN, 52, 8)
    n.willow(s, x + 478, HOR - 12, 270, lean=12, strands=36, spread=.34)
    things.arch_bridge(s, x + 810, HOR, 232, 172)
    n.bank(s, x + 975, x + 1120, h=14)
    n.clump(s, x + 1070, HOR - 22, 36, 22, n.GREEN, 44, 8)
    n.tufts(s, x + 90, x + 560, 40, HOR - 8, 13)
    s.layer = 'near'
    things.boat(s, x + 590, HOR + 82, .6)


def demonstration_zone(s, x=0):
    n.far_trees(s, x + 80, x + 1330, 16, HOR - 4, 34, '#7f9089', .3)
    s.layer = 'main'
    things.long_bridge(s, x + 380, x + 1180, HOR, rise=112)
    n.bank(s, x + 66, x + 420, h=20)
    n.bank(s, x + 1150, x + 1330, h=16)
    n.mulberry(s, x + 205, HOR - 12, 210)
    n.mulberry(s, x + 310, HOR - 12, 160)
    n.clump(s, x + 1240, HOR - 26, 44, 26, n.YOUNG, 50, 9)
    n.tufts(s, x + 84, x + 400, 40, HOR - 6, 14)
    s.layer = 'near'
    n.reeds(s, x + 72, x + 200, HOR + 34, 110, 30, .3)
    n.reeds(s, x + 1180, x + 1296, HOR + 26, 130, 34, .35)
    n.egret(s, x + 262, HOR + 52, .72)
    n.egret(s, x + 330, HOR + 66, .66, True, True)
    n.flying(s, x + 640, 420, .8)
    n.flying(s, x + 730, 378, .62, False, .5)
    n.flying(s, x + 905, 440, .5, False, .8)


def necc(s, x=0):
    n.far_trees(s, x + 80, x + 1320, 16, HOR - 6, 46, '#7f9089', .35)
    s.layer = 'main'
    things.shell(s, x + 520, x + 1060, HOR - 12, 214, .46, '#e6e9e4', '#a3b0b3', 12, .95)
    things.shell(s, x + 740, x + 1335, HOR - 6, 168, .66, ribs=14)
    things.shell(s, x + 65, x + 680, HOR - 6, 176, .33, ribs=14)
    things.shell(s, x + 380, x + 1010, HOR, 136, .5, '#fbfaf4', '#b5c0c1', 16)
    for k in range(17):
        n.clump(s, x + 96 + k * 75 + s.r.uniform(-12, 12), HOR - 17, s.r.uniform(18, 34), s.r.uniform(10, 16), n.GREEN, 26)
    b.wall(s, x + 70, HOR + 4, 1260, 9, '#c2bdb0', 0, False, .5)


def dongxiang_martyrs(s, x=0):
    n.far_trees(s, x + 90, x + 910, 10, HOR - 16, 90, '#6f7f74', .32)
    s.layer = 'main'
    n.bank(s, x + 66, x + 934, h=22, colour='#868d6c')
    for dx, h in ((330, 230), (672, 224)):
        n.cypress(s, x + dx, HOR - 20, h, 62)
    for dx, h in ((250, 282), (752, 276), (165, 318), (838, 310)):
        n.cypress(s, x + dx, HOR - 16, h, 76)
    things.stele(s, x + 500, HOR + 2, 430, 74, 5)
    for dx in (400, 600):
        n.clump(s, x + dx, HOR - 20, 34, 16, n.DARK, 50, 6)
    n.clump(s, x + 105, HOR - 20, 30, 17, n.DARK, 40, 7)
    n.clump(s, x + 900, HOR - 20, 30, 17, n.DARK, 40, 7)


def party_school(s, x=0):
    n.far_trees(s, x + 80, x + 1180, 15, HOR - 16, 100, '#74846f', .32)
    s.layer = 'main'
    n.ginkgo(s, x + 985, HOR - 14, 420, n=62)
    n.tree(s, x + 420, HOR - 20, 290, .5, n.GREEN, 6, 36)
    n.bank(s, x + 66, x + 1180, h=18)
    def back():
        b.wall(s, x + 130, HOR - 22, 640, 138, '#efe9db', .4, False, .4)
        for k in range(5):
            b.window(s, x + 176 + k * 126, HOR - 128, 44, 54, lattice='square')
    b.posts_roof(s, x + 130, x + 770, HOR, HOR - 22, HOR - 168, 6, back=back, roofh=60, up=14, inset=.03)
    b.pavilion(s, x + 800, HOR, 170, 262, HOR - 24, table=False)
    for dx in (100, 905, 1060, 1120):
        n.clump(s, x + dx, HOR - 20, 34, 18, n.GREEN, 46, 7)
    n.tufts(s, x + 880, x + 1150, 26, HOR - 8, 12)


WIDTHS = {'introduction': 1070, 'xiaozheng': 1250, 'chen-yun-memorial': 1300, 'loop-park': 1190, 'demonstration-zone': 1400, 'necc': 1400,
          'dongxiang-martyrs': 1000, 'party-school': 1250}


def all_landmarks():
    for i, (name, width) in enumerate(WIDTHS.items()):
        def make(i=i, name=name, width=width):
            s = Sheet(100 + i, width)
            s.leaves = 1.6
            globals()[name.replace('-', '_')](s)
            shimmer(s, 70, width - 70)
            return s
        yield 'landmark-' + name, make
