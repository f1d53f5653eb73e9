"""The story pictures out of doors: other places, seasons and times of day in the same hand."""
import math
from brush import HOR, INK, PAPER, Sheet, curve, lerp, mix, poly, pt, smooth
import build as b
import nature as n
from interiors import all_interiors
from scenes import closing, setting


# -- introduction -----------------------------------------------------------------------------------------------------
def introduction_2():
    """Four small boats on a broad river in the morning."""
    s = setting(61, 'dawn', (980, 330, 58), glow=(.62, .42), quay=False, mist=.9)
    n.far_trees(s, -40, 700, 14, HOR + 2, 46, '#6d7a7a', .5)
    n.far_trees(s, 900, 1640, 14, HOR + 2, 36, '#6d7a7a', .42)
    n.mist(s, 622, 60, .8, '#f4e9d6', n=3)
    s.dab(985, 700, 90, 16, '#fbe9c0', .8)
    s.layer = 'near'
    for i in range(9):                                   # the sun's road on the water
        y = 690 + i * 24
        s.fill(s.lens(985 - 46 - i * 9 + s.r.uniform(-14, 14), y, 92 + i * 18, 4 + i * .6), '#fdf0cf', .55 - i * .045)
    n.ripples(s, 80)
    b.boat(s, 1240, 700, .46, True, True, False)
    b.boat(s, 420, 724, .62, True, False, False)
    b.boat(s, 690, 772, .92, False, True)
    b.boat(s, 1010, 838, 1.3)
    n.reeds(s, -20, 190, 1010, 200, 28)
    return s


# -- xiaozheng --------------------------------------------------------------------------------------------------------
def field(s, top, colours, furrow, rows=19, vanish=(880, 600)):
    """Winter land in rows that meet far away: wavering furrows, stubble, wet places."""
    s.layer = 'water'
    s.rect(0, top, s.w, s.h - top, s.lin(0, top, 0, s.h, *((o, c) for o, c in zip((0, .4, 1), colours))))
    for _ in range(14):
        s.dab(s.r.uniform(0, 1600), s.r.uniform(top + 20, 1000), s.r.uniform(120, 330), s.r.uniform(8, 26), s.r.choice(('#c9b88f', '#2f2b24', '#8f9a96')), .25)
    light, dark, straw = '', '', {'#b59f6b': '', '#6d5f42': ''}
    for k in range(-rows, rows + 1):
        foot = vanish[0] + (k + s.r.uniform(-.2, .2)) * 170
        row = []
        for i in range(9):
            t = (i / 8) ** 1.7
            y = lerp(top + 6, 1015, t)
            q = (y - vanish[1]) / (1015 - vanish[1])
            row.append((lerp(vanish[0], foot, q) + s.r.uniform(-1, 1) * (1 + 11 * t), y, 1.5 + 12 * t))
        left = [(x - w * s.r.uniform(.2, 1), y) for x, y, w in row]
        right = [(x + w * s.r.uniform(.2, 1), y) for x, y, w in row]
        dark += smooth(left) + smooth(right[::-1], start='L') + 'z'
        light += smooth([(x - w * 1.4, y) for x, y, w in row[2:]])
        for x, y, w in row[3:]:
            for _ in range(3):
                f = s.r.uniform(-34, 34)
                c = s.r.choice(list(straw))
                straw[c] += s.leaf(x + f + s.r.uniform(12, 40) * w / 12, y + f * .6, s.r.uniform(.7, 1.5) * w + 3, 1 + w * .05, -1.57 + s.r.uniform(-.5, .5))
    s.fill(dark, furrow, .34)
    s.line(light, '#e6d6b0', 1.6, .16)
    for c, d in straw.items():
        s.fill(d, c, .6)


def xiaozheng_1():
    """Winter fields at dusk; a lamp in one upper window."""
    s = Sheet(62)
    n.sky(s, 'dusk', (.7, .56), None, 4)
    n.hills(s, 'dusk', base=660, height=100)
    n.mist(s, 560, 100, .55, '#dcc9a6', n=2)
    field(s, 640, ('#a89a7c', '#84785f', '#4a4639'), '#2f2b24')
    n.far_trees(s, -20, 520, 10, 648, 50, '#5d656a', .6)
    n.far_trees(s, 1150, 1640, 9, 648, 40, '#5d656a', .55)
    s.reflecting = False
    s.layer = 'main'
    b.house(s, 930, 190, 150, 664, windows=2, rh=60, inset=.12, tone='#c9c3b4')
    b.house(s, 640, 240, 254, 672, windows=3, doorway=1, storeys=2, rh=84, depth=96, tone='#d3ccbb', lit=(('u', 1),))
    b.garden_wall(s, 540, 640, 672, 84, tone='#c2bcab')
    b.haystack(s, 1215, 676, 108, 124)
    for x, y, h in ((470, 676, 400), (1345, 672, 330), (1120, 660, 210)):
        n.bare(s, x, y, h, '#3b362f')
    n.tufts(s, 430, 1420, 60, 672, 12, ('#6d6448', '#544d3a', '#8a7d5a'))
    s.layer = 'light'
    s.rect(0, 0, 1600, 1000, s.lin(0, 0, 0, 1000, (0, '#2c3a4a', .2), (.5, '#3a3f49', .18), (1, '#20242b', .42)))
    cx, cy = 760, 476                                    # the lamp: the only warm light
    s.dab(cx, cy, 150, 120, '#f3c877', .34)
    b.window(s, cx - 17, 453, 34, 56, lit=True)
    s.dab(cx, cy, 44, 40, '#ffe9b5', .5)
    s.dab(760, 700, 120, 14, '#f3c877', .14)
    return s


def xiaozheng_2():
    """Boats at a stone landing at dawn."""
    s = setting(63, 'dawn', None, glow=(.3, .5), mist=.9)
    s.layer = 'main'
    n.far_trees(s, 40, 1560, 22, HOR - 14, 110, '#75807c', .4)
    b.house(s, 250, 210, 150, HOR - 14, windows=2, rh=56, inset=.12)
    b.gable_house(s, 470, 170, 186, HOR - 14, 2, windows=1)
    b.house(s, 645, 230, 216, HOR - 14, windows=3, storeys=2, rh=72)
    b.house(s, 1090, 200, 144, HOR - 14, windows=2, rh=54)
    b.gable_house(s, 1300, 160, 168, HOR - 14, 2, windows=1)
    n.willow(s, 1000, HOR - 14, 290, lean=-10, strands=34)
    s.dab(800, HOR - 20, 760, 52, '#f4e9d6', .7)
    # steps that lead into the water
    for k in range(6):
        y = HOR - 18 + k * 11
        s.rect(700 - k * 8, y, 250 + k * 16, 12, s.lin(700, 0, 960, 0, (0, '#cfc7b4'), (1, '#8b8576')))
        s.line(f'M{pt(700 - k * 8, y)}h{250 + k * 16}', '#ece5d3', 1.6, .8, cap=False)
    s.mirror([(660, 708), (690, HOR - 20), (960, HOR - 20), (990, 708)], '#8f8877', .5, 708)
    b.post(s, 610, 690, 62)
    b.post(s, 1040, 690, 62)
    s.layer = 'near'
    n.ripples(s, 80)
    b.boat(s, 1170, 724, .95, True, False, False, rope=(1040, 638))
    b.boat(s, 480, 722, .95, False, True, False, rope=(610, 638))
    b.boat(s, 800, 824, 1.3, True, True, True)
    s.layer = 'light'
    s.rect(0, 0, 1600, 1000, s.lin(0, 0, 0, 1000, (0, '#f4d9a6', .1), (.6, '#5a5f68', .08), (1, '#39424c', .22)))
    return s


# -- chen-yun-memorial ------------------------------------------------------------------------------------------------
def chen_yun_memorial_1():
    """A stone bridge and a canal-side row of houses in morning mist."""
    s = setting(64, 'morning', None, glow=(.2, .34), mist=.95, ranges=1)
    n.far_trees(s, 300, 1300, 14, HOR - 8, 100, '#8a9692', .34)
    s.layer = 'main'
    b.gable_house(s, 640, 120, 130, HOR - 10, 2, windows=1, mirror=False)
    b.house(s, 765, 140, 100, HOR - 10, windows=2, rh=40)
    s.dab(770, HOR - 40, 330, 70, '#f8f3e7', .8)
    b.arch_bridge(s, 800, HOR, 250, 168)
    s.dab(800, HOR - 10, 420, 40, '#f8f3e7', .5)
    b.house(s, -40, 250, 268, HOR, windows=3, storeys=2, rh=92, boards=True)
    b.gable_house(s, 215, 190, 236, HOR, 3, windows=2)
    b.house(s, 410, 168, 158, HOR, windows=2, doorway=0, rh=62)
    b.gable_house(s, 1050, 178, 210, HOR, 3, windows=2)
    b.house(s, 1232, 200, 236, HOR, windows=2, storeys=2, rh=80, boards=True)
    b.house(s, 1436, 220, 180, HOR, windows=3, doorway=1, rh=70)
    for x in (575, 1030):
        n.clump(s, x, HOR - 24, 34, 22, n.GREEN, 46)
    b.wall(s, -10, HOR + 5, 602, 12, '#a9a292', 0, False, .6)
    b.wall(s, 1016, HOR + 5, 600, 12, '#a9a292', 0, False, .6)
    s.layer = 'near'
    b.boat(s, 700, 770, 1.05, True, True)
    closing(s, 80)
    s.layer = 'light'
    for x, y, w, h in ((240, 640, 420, 60), (1330, 640, 420, 60), (800, 560, 500, 50)):
        s.dab(x, y, w, h, '#f8f3e7', .5)
    return s


# -- loop-park --------------------------------------------------------------------------------------------------------
def loop_park_1():
    """A wall with a water gate; a boat passes."""
    s = setting(65, 'day', None, glow=(.25, .3), quay=False)
    n.far_trees(s, -40, 1640, 22, HOR - 10, 100, '#76877c', .4)
    s.layer = 'main'
    n.tree(s, 200, HOR - 18, 330, .46, n.GREEN, 8, 56)
    n.tree(s, 1420, HOR - 18, 310, .46, n.GREEN, 8, 56)
    # wall of grey brick with one high round arch; the far reach of water shows through it
    top, r, cx = 470, 128, 800
    arch = [(cx - r * math.cos(math.pi * i / 32), HOR - 60 - r * 1.0 * math.sin(math.pi * i / 32)) for i in range(33)]
    arch = [(cx - r, HOR + 3)] + arch + [(cx + r, HOR + 3)]
    body = [(330, HOR + 3), (338, top), (1262, top), (1270, HOR + 3)]
    s.fill(poly(body + arch[::-1]), s.lin(330, top, 1270, HOR, (0, '#c3bcaa'), (.5, '#a39c8c'), (1, '#77725f')))
    d, y, k = '', top + 20, 0
    while y < HOR:
        half = r * math.sqrt(max(0, 1 - ((HOR - 60 - y) / r) ** 2)) if y < HOR - 60 else r
        half = half * 1.14 if y > HOR - 60 - r * 1.12 else 0
        for xa, xb in ((336, cx - half), (cx + half, 1264)):
            d += f'M{pt(xa, y)}H{xb:.0f}'
            x = xa + (22 if k % 2 else 8)
            while x < xb - 6:
                if s.r.random() < .62:
                    d += f'M{pt(x, y)}v11'
                x += s.r.uniform(26, 34)
        y, k = y + 12, k + 1
    s.line(d, '#5b574c', 1, .32, cap=False)
    ring = [(cx - r * 1.13 * math.cos(math.pi * i / 32), HOR - 60 - r * 1.13 * math.sin(math.pi * i / 32)) for i in range(33)]
    s.fill(poly(ring + arch[1:-1][::-1]), '#d3ccb9', .9)
    s.line(''.join(f'M{pt(*arch[i + 1])}L{pt(*ring[i])}' for i in range(0, 33, 2)), '#5d594e', 1.2, .5, cap=False)
    inner = [(x - 24 if x > cx else x - 4, y + 4) for x, y in arch]
    s.fill(poly(arch + inner[::-1]), '#45433b', .6)
    # battlement of plain merlons
    for k in range(26):
        x = 338 + k * 35.6
        s.rect(x, top - 24, 23, 26, s.lin(x, 0, x + 23, 0, (0, '#cbc4b2'), (1, '#8f8978')))
        s.line(f'M{pt(x - 1, top - 24)}h25', '#e9e2d0', 2, .8, cap=False)
    s.rect(330, top - 2, 940, 8, '#d3ccb9')
    s.rect(334, top + 6, 932, 12, s.lin(0, top + 6, 0, top + 18, (0, '#2b2a26', .35), (1, '#2b2a26', 0)))
    for _ in range(16):
        s.dab(s.r.uniform(370, 620) if s.r.random() < .5 else s.r.uniform(980, 1230), s.r.uniform(top + 40, HOR - 20), s.r.uniform(24, 60), s.r.uniform(10, 26), s.r.choice(('#5d5b50', '#6f7558', '#c9c2af')), .2)
    # an open lodge on the wall
    s.reflecting = False
    b.posts_roof(s, 660, 940, top - 2, top - 12, top - 108, 4, rail=True, roofh=66, up=22, inset=.12, pitch=8, over=34)
    s.reflecting = True
    s.mirror([(330, HOR), (334, top - 22), (1266, top - 22), (1270, HOR), (cx + r, HOR)] + [(x, y) for x, y in arch[::-1] if y < HOR] + [(cx - r, HOR)], '#8a8475', .6)
    n.bank(s, -60, 372, h=26)
    n.bank(s, 1228, 1660, h=26)
    n.willow(s, 96, HOR - 12, 300, lean=12, strands=34)
    for x in (330, 290, 1290, 1340, 1520):
        n.clump(s, x, HOR - 32, 44, 24, n.GREEN, 54)
    s.layer = 'near'
    b.boat(s, 800, 700, .98)
    return closing(s, 90, 150, 220)


def loop_park_2():
    """A greenway along the water in early summer."""
    s = setting(66, 'summer', None, quay=False, mist=.8)
    n.far_trees(s, -40, 900, 16, HOR + 2, 70, '#7d9184', .5)
    s.layer = 'main'
    s.reflecting = False
    # the near bank on the right, and the path that winds into it
    shore = [(560, 664), (640, 690), (610, 740), (520, 810), (400, 900), (300, 1000)]
    s.fill(smooth(shore) + 'L1600,1000 1600,648 900,650z', s.lin(0, 650, 0, 1000, (0, '#a9b284'), (.4, '#8b9968'), (1, '#66764c')))
    s.line(smooth([(x - 4, y) for x, y in shore]), '#5d6a55', 7, .4)
    s.line(smooth([(x - 12, y + 4) for x, y in shore]), '#eef2e6', 2.5, .6)
    left = [(842, 660), (800, 690), (850, 740), (860, 800), (770, 900), (640, 1010)]
    right = [(872, 660), (860, 690), (950, 740), (1040, 810), (1080, 900), (1060, 1010)]
    s.fill(smooth(left) + smooth(right[::-1], start='L') + 'z', s.lin(640, 0, 1080, 0, (0, '#ece2cb'), (1, '#c9bda2')))
    for w in (left, right):
        s.line(smooth(w), '#a2977d', 3, .6)
    for k in range(7):                                   # leaf shade on the path
        t = s.r.random()
        y = lerp(700, 990, t ** 1.3)
        s.dab(lerp(900, 1010, t) + s.r.uniform(-20, 40), y, 40 + 70 * t, 7 + 12 * t, '#6f7858', .28)
    n.far_trees(s, 620, 1640, 16, 664, 120, '#6d8270', .55, 'main')
    for x, y, h in ((700, 676, 210), (975, 690, 300), (1190, 716, 380)):
        n.tree(s, x, y, h, .42, n.YOUNG if x < 800 else n.GREEN, 8, 60)
        s.dab(x + h * .12, y, h * .34, 10, '#4f5c3f', .4)
    n.tree(s, 1440, 780, 560, .44, n.GREEN, 10, 80, size=8)
    s.dab(1500, 785, 190, 16, '#4f5c3f', .45)
    for x, y, k in ((1085, 770, 1.0), (930, 706, .55)):   # benches
        s.dab(x + 40 * k, y + 4, 90 * k, 9 * k, '#45523a', .5)
        for dx in (-52, 44):
            s.rect(x + dx * k, y - 34 * k, 8 * k, 36 * k, '#6b665a')
        for j, c in enumerate(('#b48d62', '#a07a52', '#8d6a46')):
            s.rect(x - 66 * k, y - (36 - j * 5) * k, 132 * k, 4.4 * k, c)
        for j in range(3):
            s.rect(x - 66 * k, y - (72 - j * 11) * k, 132 * k, 7 * k, ('#b9936a', '#a98259', '#96724c')[j])
        for dx in (-54, 48):
            s.rect(x + dx * k, y - 74 * k, 6 * k, 40 * k, '#6b665a')
    n.tufts(s, 470, 640, 40, 870, 24, deep=50)
    n.tufts(s, 1120, 1590, 80, 900, 26, deep=80)
    n.tufts(s, 660, 830, 30, 730, 13, deep=30)
    n.tufts(s, 1000, 1580, 50, 740, 14, deep=40)
    d = {c: '' for c in ('#f6f1e4', '#e6c36a', '#c9b8cf')}
    for _ in range(90):
        x, y = s.r.uniform(1090, 1600), s.r.uniform(830, 990)
        c = s.r.choice(list(d))
        d[c] += s.leaf(x, y, 6, 2.2, s.r.uniform(0, 6))
    for c, v in d.items():
        s.fill(v, c, .9)
    s.layer = 'near'
    n.ripples(s, 60, 0, 470)
    n.reeds(s, -20, 240, 1010, 210, 30)
    return s


def puff(s, x, y, r):
    """A small round tree from above, as path data."""
    return poly([(round(a), round(c)) for a, c in s.blob(x, y, r, r * .9, 8, .16)])


def loop_park_3():
    """Four waterways from above, as a painted bird's eye."""
    s = Sheet(67)
    s.layer = 'sky'
    s.rect(0, 0, 1600, 1000, s.lin(0, 0, 1600, 1000, (0, '#e9e7d2'), (.5, '#dfe0c8'), (1, '#cdd3b8')))
    def T(x, y):                                         # ground plan → slanting view
        return 800 + (x - 800) * (0.72 + .42 * y / 1000) , 150 + y * .78
    s.layer = 'far'
    fields = ('#cfd6ac', '#bfcb9c', '#dad7ad', '#c8cfa2', '#e3d9b0', '#b3c296')
    for gx in range(-5, 22):
        for gy in range(0, 14):
            x, y = gx * 96 + (gy % 2) * 36, gy * 78
            q = [T(x + 4 + s.r.uniform(-5, 5), y + 3), T(x + 90 + s.r.uniform(-5, 5), y + 3 + s.r.uniform(-4, 4)), T(x + 90, y + 72), T(x + 4, y + 72 + s.r.uniform(-4, 4))]
            c = s.r.choice(fields)
            s.fill(poly(q), c, .75)
            if s.r.random() < .6:
                d = ''
                for k in range(1, 6):
                    t = k / 6
                    d += f'M{pt(lerp(q[0][0], q[1][0], t), lerp(q[0][1], q[1][1], t))}L{pt(lerp(q[3][0], q[2][0], t), lerp(q[3][1], q[2][1], t))}'
                s.line(d, mix(c, '#6d7a4f', .4), 1.3, .4, cap=False)
    def river(points, w, name=None):
        p = curve([T(*q) for q in points], 10)
        left, right = [], []
        for i, (x, y) in enumerate(p):
            (xa, ya), (xb, yb) = p[max(0, i - 1)], p[min(len(p) - 1, i + 1)]
            l = math.hypot(xb - xa, yb - ya) or 1
            ww = w * (.55 + .6 * y / 1000) / 2 * (1 + .06 * math.sin(i * .7))
            left.append((x - (yb - ya) / l * ww, y + (xb - xa) / l * ww * .8))
            right.append((x + (yb - ya) / l * ww, y - (xb - xa) / l * ww * .8))
        return left, right, p
    ways = [([(-200, 210), (200, 240), (520, 205), (860, 232), (1180, 190), (1800, 220)], 66),
            ([(1230, -80), (1210, 200), (1290, 460), (1240, 700), (1300, 1100)], 58),
            ([(-200, 800), (250, 770), (640, 815), (980, 770), (1260, 790), (1800, 840)], 66),
            ([(380, -80), (420, 210), (330, 480), (390, 780), (330, 1100)], 58)]
    drawn = [river(*q) for q in ways]
    for left, right, p in drawn:                         # banks first, so that the crossings stay open
        s.fill(poly([(x, y - 7) for x, y in left] + [(x, y + 9) for x, y in right[::-1]]), '#8fa074', .55)
        s.line(poly(left, False), '#7b8d66', 12, .55)
        s.line(poly(right, False), '#7b8d66', 12, .55)
    for left, right, p in drawn:
        s.fill(poly(left + right[::-1]), s.lin(0, 100, 0, 1000, (0, '#ccd8d2'), (.5, '#b3c6bf'), (1, '#98b0ac')))
    d = ''
    for left, right, p in drawn:
        for i in range(2, len(p) - 2, 1):
            for _ in range(2):
                t = s.r.uniform(.2, .8)
                d += s.lens(lerp(left[i][0], right[i][0], t) - 16, lerp(left[i][1], right[i][1], t), s.r.uniform(16, 40), 2.4)
    s.fill(d, '#f4f8f3', .5)
    s.layer = 'main'
    s.reflecting = False
    # greenway: a pale line with round trees along all the banks
    for left, right, p in drawn:
        for side, sign in ((left, 1), (right, -1)):
            run = []
            for (x, y), q in list(zip(side, p))[::2] + [((9e9, 9e9), (0, 0))]:
                g = (x + (x - q[0]) * .34, y + (y - q[1]) * .34)
                if x < 9e8 and all(other is p or min(math.hypot(g[0] - o[0], (g[1] - o[1]) * 1.3) for o in other) > 34 + g[1] * .026 for _, _, other in drawn):
                    run.append(g)
                else:
                    if len(run) > 1:
                        s.line(smooth(run), '#f3ead2', 3.2, .9)
                    run = []
    spots = []
    for left, right, p in drawn:
        for side in (left, right):
            for (x, y), q in list(zip(side, p))[::3]:
                for f in (.75, 1.2):
                    spots.append((x + (x - q[0]) * f + s.r.uniform(-9, 9), y + (y - q[1]) * f + s.r.uniform(-5, 5)))
    items = [(y, 'tree', x) for x, y in spots if 130 < y < 1010 and not any(min(math.hypot(x - q[0], (y - q[1]) * 1.3) for q in p) < 30 + y * .022 for _, _, p in drawn)]
    for _ in range(74):                                  # the town inside the loop, hamlets outside
        x, y = s.r.uniform(500, 1140), s.r.uniform(300, 700)
        px, py = T(x, y)
        items.append((py, 'roof', px))
    for x, y in ((120, 480), (160, 540), (90, 560), (1460, 420), (1520, 470), (1440, 520), (700, 930), (780, 950), (860, 935), (140, 120), (760, 90), (1450, 90)):
        px, py = T(x, y)
        items.append((py, 'roof', px))
    px, py = T(800, 470)
    items.append((py, 'pagoda', px))
    for y, kind, x in sorted(items):
        k = .5 + .6 * y / 1000
        if kind == 'tree':
            r = s.r.uniform(9, 15) * k
            tones = s.r.choice((n.GREEN, n.YOUNG, n.DARK))
            s.fill(s.lens(x - r, y + 2, r * 2.6, r * .7), '#5d6a4a', .35)
            s.fill(puff(s, x, y - r * .7, r), tones[1])
            s.fill(puff(s, x - r * .25, y - r * .95, r * .55), tones[2], .8)
        elif kind == 'roof':
            w, h, l = s.r.uniform(26, 42) * k, 11 * k, 12 * k
            s.fill(poly([(x - w / 2, y), (x + w / 2, y), (x + w / 2, y - h), (x - w / 2, y - h)]), '#faf6ea')
            s.fill(poly([(x + w / 2, y), (x + w / 2 + l, y - l * .4), (x + w / 2 + l, y - h - l * .4), (x + w / 2 + l / 2, y - h - l), (x + w / 2, y - h)]), '#b9b5a6')
            s.fill(poly([(x - w / 2 - 2, y - h + 1), (x + w / 2 + 2, y - h + 1), (x + w / 2 + l / 2, y - h - l), (x - w / 2 + l / 2, y - h - l)]), s.r.choice(('#474b4b', '#3d4142', '#55585a')))
        else:
            b.pagoda(s, x, y, 122, 7, .26)
    for (left, right, p), i in zip(drawn, (34, 12, 26, 14)):   # a small bridge over each
        (ax, ay), (bx, by) = left[i], right[i]
        mx, my = (ax + bx) / 2, (ay + by) / 2 - 13
        s.line(smooth([(ax, ay), (mx, my + 3), (bx, by)]), '#6d6a5c', 13, .6)
        s.line(smooth([(ax, ay - 3), (mx, my), (bx, by - 3)]), '#e3dcc9', 9)
    # distance: the land goes into mist, low hills behind
    s.layer = 'near'
    s.rect(0, 0, 1600, 300, s.lin(0, 0, 0, 300, (0, '#e6dfca'), (.42, '#f3eedd'), (.6, '#f3eedd', .85), (1, '#f3eedd', 0)))
    hl = Sheet(670)
    n.hills(hl, 'day', base=150, height=60, layer='near', a=.4)
    s.layers['near'] += [e.replace('url(#g', 'url(#h') for e in hl.layers['near']]
    for key, i in hl.defs.items():
        s.defs[key] = i.replace('g', 'h')
    for x, y, w, h in ((300, 230, 300, 30), (1180, 250, 360, 30), (760, 180, 420, 26), (120, 640, 240, 24), (1500, 700, 240, 26)):
        s.dab(x, y, w, h, '#fbf7ea', .7)
    s.layer = 'light'
    s.rect(0, 780, 1600, 220, s.lin(0, 780, 0, 1000, (0, '#3f4a3f', 0), (1, '#3f4a3f', .3)))
    return s


# -- demonstration-zone -----------------------------------------------------------------------------------------------
def demonstration_zone_1():
    """A slender new bridge joins two green banks."""
    s = setting(68, 'spring', None, quay=False, mist=.85)
    n.far_trees(s, -40, 1640, 30, HOR + 1, 40, '#7d9184', .45)
    s.layer = 'main'
    n.bank(s, -80, 330, h=46, colour='#9aa574')
    n.bank(s, 1270, 1680, h=46, colour='#9aa574')
    deck = curve([(150, 626), (420, 590), (800, 556), (1180, 590), (1450, 626)], 12)
    for x in (440, 620, 980, 1160):                      # thin piers in pairs
        y = 556 + abs(x - 800) ** 1.7 * .0016
        for dx in (-9, 9):
            s.fill(poly([(x + dx - 4, y + 14), (x + dx + 4, y + 14), (x + dx * 1.9 + 4, HOR + 4), (x + dx * 1.9 - 4, HOR + 4)]), s.lin(x - 12, 0, x + 12, 0, (0, '#f1ede2'), (1, '#a3a598')))
        s.mirror([(x - 22, HOR), (x - 14, y + 14), (x + 14, y + 14), (x + 22, HOR)], '#8f958b', .5)
    s.fill(poly(deck + [(x, y + 17 - abs(x - 800) * .008) for x, y in deck[::-1]]), s.lin(0, 556, 0, 640, (0, '#f8f5ec'), (1, '#c9c9bd')))
    s.line(poly([(x, y + 16 - abs(x - 800) * .008) for x, y in deck], False), '#84897f', 3, .8, cap=False)
    s.line(poly([(x, y + 1) for x, y in deck], False), '#b4875a', 4.5, .95, cap=False)
    rail = [(x, y - 22) for x, y in deck]
    s.line(poly(rail, False), '#6d756f', 2.4, .9)
    s.line(''.join(f'M{pt(x, y)}v-22' for x, y in deck[::1]), '#6d756f', 1.6, .7, cap=False)
    s.line(poly([(x, y - 11) for x, y in deck], False), '#8d958f', 1, .6)
    s.mirror(deck + [(x, y + 16) for x, y in deck[::-1]], '#b9beb2', .8)
    # a roofed rest in the middle of the bridge
    s.reflecting = False
    b.posts_roof(s, 722, 878, 560, 557, 486, 3, rail=False, lattice=False, roofh=34, up=9, inset=.06, colour='#7a5a40', pitch=8, over=22)
    s.reflecting = True
    s.mirror([(700, 490), (730, 450), (870, 450), (900, 490)], '#3d4142', .55)
    for x, h, tones in ((60, 250, n.YOUNG), (205, 190, n.GREEN), (1395, 190, n.YOUNG), (1540, 260, n.GREEN)):
        n.tree(s, x, HOR - 34, h, .46, tones, 7, 46)
    n.willow(s, 318, HOR - 22, 210, 10, 30)
    n.willow(s, 1290, HOR - 22, 200, -10, 30)
    n.tufts(s, 0, 320, 50, HOR - 18, 14)
    n.tufts(s, 1290, 1600, 50, HOR - 18, 14)
    s.layer = 'near'
    n.flying(s, 560, 380, .7)
    n.flying(s, 650, 340, .52, lift=.5)
    return closing(s, 100, 200, 200)


def demonstration_zone_2():
    """A lake with reeds in autumn, and egrets."""
    s = setting(69, 'autumn', (1130, 300, 58), glow=(.7, .42), quay=False, mist=.9)
    n.far_trees(s, -40, 1640, 28, HOR + 2, 34, '#8a8268', .5)
    tan = ('#7a6a42', '#9a8754', '#b9a56c')
    n.reeds(s, 40, 560, HOR + 22, 90, 60, .4, tan, 16, '#d3bf95')
    n.reeds(s, 1080, 1560, HOR + 16, 76, 54, .4, tan, 14, '#d3bf95')
    s.dab(300, HOR + 34, 290, 16, '#8a7748', .45)
    s.dab(1320, HOR + 28, 270, 14, '#8a7748', .4)
    s.layer = 'near'
    n.ripples(s, 90)
    n.reeds(s, -20, 360, 860, 260, 54, .5, tan, 40, '#d9c69d')
    n.egret(s, 640, 742, 1.25)
    n.egret(s, 800, 772, 1.1, True, True)
    n.egret(s, 1000, 716, .8, True)
    for x, y, k in ((640, 742, 1.25), (800, 772, 1.1), (1000, 716, .8)):
        s.fill(''.join(s.lens(x - (26 - i * 4) * k + s.r.uniform(-4, 4), y + (10 + i * 9) * k, (44 - 6 * i) * k, 4 * k) for i in range(5)), '#fdfaf0', .5)
    n.flying(s, 520, 330, 1.1)
    n.flying(s, 690, 268, .8, lift=.5)
    n.flying(s, 860, 330, .62, lift=.8)
    n.flying(s, 960, 292, .5, lift=.6)
    n.reeds(s, 1290, 1620, 1010, 270, 46, .5, tan, 40, '#d9c69d')
    return s


def demonstration_zone_3():
    """Old stone bridges of a water town, one behind another."""
    s = setting(70, 'morning', None, glow=(.5, .4), mist=.9, quay=False, ranges=1)
    s.layer = 'main'
    s.reflecting = False
    s.rect(560, 560, 480, 104, s.lin(0, 560, 0, 664, (0, '#f8f3e7', 0), (1, '#f8f3e7', .9)))
    # the farthest first; each nearer one is larger and clearer
    b.arch_bridge(s, 800, 620, 74, 46, rails=False, a=.5)
    s.dab(800, 610, 300, 44, '#f8f3e7', .6)
    for x, w, h in ((610, 90, 74), (900, 96, 80)):
        b.house(s, x, w, h, 634, windows=2, rh=30, weather=.2)
    b.arch_bridge(s, 800, 634, 134, 82, a=.72)
    s.dab(800, 622, 360, 40, '#f8f3e7', .55)
    b.gable_house(s, 470, 120, 128, 648, 2, windows=1)
    b.gable_house(s, 1010, 124, 132, 648, 2, windows=1)
    b.house(s, 380, 104, 92, 648, windows=1, rh=40)
    b.house(s, 1130, 110, 96, 648, windows=1, rh=40)
    s.dab(800, 640, 520, 34, '#f8f3e7', .45)
    s.layer = 'water'
    s.rect(440, 634, 720, 40, s.lin(0, 634, 0, 674, (0, '#dcdccf'), (1, '#d3d8cc')))
    s.layer = 'main'
    s.rect(470, 646, 660, 18, s.lin(0, 640, 0, 664, (0, '#dcdccf', .0), (1, '#d6d9cd')))
    s.reflecting = True
    b.arch_bridge(s, 800, HOR, 440, 262, wide=1.6)
    b.house(s, -60, 260, 300, HOR, windows=3, storeys=2, rh=96, boards=True)
    b.gable_house(s, 206, 206, 250, HOR, 3, windows=2)
    b.gable_house(s, 1190, 206, 244, HOR, 3, windows=2)
    b.house(s, 1400, 260, 292, HOR, windows=3, storeys=2, rh=96, boards=True)
    b.wall(s, -10, HOR + 6, 470, 13, '#a9a292', 0, False, .6)
    b.wall(s, 1140, HOR + 6, 470, 13, '#a9a292', 0, False, .6)
    for x in (430, 1172):
        n.clump(s, x, HOR - 24, 32, 20, n.GREEN, 44)
    s.layer = 'near'
    b.boat(s, 790, 742, 1.0)
    return closing(s, 90)


# -- necc -------------------------------------------------------------------------------------------------------------
def necc_1():
    """Four great halls from above, as the leaves of a clover."""
    s = Sheet(71)
    s.layer = 'sky'
    s.rect(0, 0, 1600, 1000, s.lin(0, 0, 1600, 1000, (0, '#e6e4cf'), (.5, '#d6dbc2'), (1, '#bccbb2')))
    s.layer = 'far'
    for gx in range(-1, 12):
        for gy in range(-1, 9):
            x, y = gx * 150 + s.r.uniform(-8, 8) + gy * 22, gy * 126 - gx * 12
            w, h = s.r.uniform(110, 136), s.r.uniform(90, 112)
            c = s.r.choice(('#cbd3b0', '#bac8a3', '#d8d6b4', '#c4cdaa', '#ddd5bc'))
            q = [(x, y), (x + w, y - w * .08), (x + w + 16, y + h - w * .08), (x + 16, y + h)]
            s.fill(poly(s.hand(q, 2, 60)), c, .7)
            if s.r.random() < .5:
                s.line(''.join(f'M{pt(lerp(q[0][0], q[1][0], k / 6), lerp(q[0][1], q[1][1], k / 6))}L{pt(lerp(q[3][0], q[2][0], k / 6), lerp(q[3][1], q[2][1], k / 6))}' for k in range(1, 6)), '#8f9f74', 1.2, .4, cap=False)
    # a river across the corner, and a canal
    for pts, w in (([(-60, 130), (240, 190), (420, 60), (640, -60)], 84), ([(-60, 905), (330, 930), (700, 965), (1100, 930), (1660, 960)], 70), ([(1330, -60), (1400, 220), (1370, 520), (1450, 760), (1420, 1060)], 46)):
        s.line(smooth(pts), '#8fa074', w + 18, .7)
        s.line(smooth(pts), '#adc2bd', w)
        s.line(smooth([(x - 6, y - w * .2) for x, y in pts]), '#e9f0ea', 3, .6)
        s.line(smooth([(x + 4, y + w * .22) for x, y in pts]), '#dfe9e4', 2, .5)
    # roads, pale and thin
    for pts in ([(-40, 480), (240, 500), (420, 500)], [(1180, 500), (1360, 470), (1660, 455)], [(800, -40), (800, 140)], [(800, 860), (806, 1040)]):
        s.line(smooth(pts), '#f1ead8', 20, .95)
        s.line(smooth(pts), '#cbbf9f', 1.6, .7)
    cx, cy, sq = 800, 492, .82                           # seen from a height: the ground is a little foreshortened
    def P(a, r, lift=0):
        return cx + math.cos(a) * r, cy + math.sin(a) * r * sq - lift
    s.fill(poly([P(k * 2 * math.pi / 48, 418) for k in range(48)]), '#d9d6c0', .9)
    s.line(poly([P(k * 2 * math.pi / 48, 418) for k in range(48)]), '#f6f1e4', 14, .9)
    s.line(poly([P(k * 2 * math.pi / 48, 432) for k in range(48)]), '#a3a585', 2, .7)
    s.layer = 'main'
    def leafpts(a, r0, r1, wide, k=1.0):
        left, right = [], []
        for i in range(25):
            t = i / 24
            w = wide * math.sin(math.pi * t ** .82) ** .72 * k
            r = lerp(r0, r1, t)
            dx, dy = math.cos(a), math.sin(a)
            left.append((cx + dx * r - dy * w, cy + (dy * r + dx * w) * sq))
            right.append((cx + dx * r + dy * w, cy + (dy * r - dx * w) * sq))
        return left, right
    for j in (2, 3, 1, 0):                               # back ones first
        a = math.pi / 4 + j * math.pi / 2
        left, right = leafpts(a, 62, 396, 132)
        s.fill(poly([(x + 20, y + 22) for x, y in left + right[::-1]]), '#5d6a55', .3)
        s.fill(poly([(x + 10, y + 12) for x, y in left + right[::-1]]), '#4f5c52', .35)
        mid = [((l[0] + r[0]) / 2, (l[1] + r[1]) / 2 - 6) for l, r in zip(left, right)]
        lit, dark = (left, right) if (left[12][0] + left[12][1]) < (right[12][0] + right[12][1]) else (right, left)
        s.fill(poly(lit + mid[::-1]), s.lin(*lit[12], *mid[12], (0, '#f1f2ea'), (1, '#fffefa')))
        s.fill(poly(dark + mid[::-1]), s.lin(*mid[12], *dark[12], (0, '#dfe3de'), (1, '#a9b6b7')))
        d = ''
        for i in range(2, 24, 2):
            d += f'M{pt(*left[i])}Q{pt(mid[i][0] + math.cos(a) * 12, mid[i][1] + math.sin(a) * 12 * sq)} {pt(*right[i])}'
        s.line(d, '#8fa0a3', 1.3, .5, cap=False)
        for f in (.33, .66):
            for edge in (left, right):
                s.line(smooth([(lerp(m[0], e[0], f), lerp(m[1], e[1], f)) for m, e in list(zip(mid, edge))[1:-1:3]]), '#ffffff', 1.6, .6)
        s.line(poly(mid, False), '#7f9093', 2.6, .6)
        s.line(poly([(x - 1, y - 2) for x, y in mid], False), '#ffffff', 2, .9)
        s.line(poly(left + right[::-1]), '#7d8c8c', 1.8, .7)
    s.fill(poly([(x + 8, y + 10) for x, y in [P(k * 2 * math.pi / 40, 78) for k in range(40)]]), '#4f5c52', .35)
    s.fill(poly([P(k * 2 * math.pi / 40, 78) for k in range(40)]), s.lin(720, 420, 880, 560, (0, '#fffefa'), (1, '#b9c3c1')))
    for r in (60, 40, 20):
        s.line(poly([P(k * 2 * math.pi / 36, r, 2) for k in range(36)]), '#8fa0a3', 1.4, .6)
    s.line(''.join(f'M{pt(*P(k * math.pi / 6, 20, 2))}L{pt(*P(k * math.pi / 6, 76))}' for k in range(12)), '#8fa0a3', 1.1, .5)
    for j in range(4):                                   # gardens between the leaves
        a = j * math.pi / 2
        for r, w in ((190, 60), (265, 84), (340, 96)):
            for _ in range(5):
                x, y = P(a + s.r.uniform(-.16, .16), r + s.r.uniform(-26, 26))
                q = s.r.uniform(9, 16)
                s.fill(s.lens(x - q, y + q * .5, q * 2.8, q), '#5d6a4a', .4)
                s.fill(smooth(s.blob(x, y - 3, q, q * .85, 8, .14), True), s.r.choice(('#7d9060', '#8fa06c', '#61744c')))
                s.fill(smooth(s.blob(x - q * .25, y - 3 - q * .25, q * .5, q * .4, 6, .2), True), '#b3bf80', .8)
    trees = []
    for _ in range(330):
        x, y = s.r.uniform(0, 1600), s.r.uniform(20, 1000)
        wet = y < 230 and x < 700 or y > 850 or 1310 < x < 1490
        if math.hypot(x - cx, (y - cy) / sq) > 452 and not wet and s.r.random() < .62:
            trees.append((y, x))
    for k in range(64):
        x, y = P(k * 2 * math.pi / 64 + .03, 452)
        trees.append((y, x))
    for y, x in sorted(trees):
        q = s.r.uniform(8, 14)
        s.fill(s.lens(x - q * .8, y + q * .55, q * 2.6, q), '#5d6a4a', .35)
        s.fill(puff(s, x, y, q), s.r.choice(('#7d9060', '#8a9d5c', '#61744c', '#6f8257')))
        s.fill(puff(s, x - q * .25, y - q * .28, q * .5), '#b3bf80', .6)
    s.layer = 'near'
    for x, y, w, h in ((180, 60, 330, 60), (1400, 90, 300, 60), (90, 560, 210, 40), (1530, 640, 190, 40)):
        s.dab(x, y, w, h, '#fbf7ea', .75)
    s.rect(0, 780, 1600, 220, s.lin(0, 780, 0, 1000, (0, '#3f4a3f', 0), (1, '#3f4a3f', .3)))
    return s


def necc_2():
    """The halls in the evening, their lights on the water."""
    s = setting(72, 'dusk', None, glow=(.3, .58), quay=False, mist=.6)
    n.far_trees(s, -40, 1640, 26, HOR - 2, 60, '#4f5d62', .7)
    s.layer = 'main'
    sh = dict(tone='#b9c0c0', shade='#6d7d86', lit=1.0)
    b.shell(s, 560, 1140, HOR - 12, 220, .46, ribs=12, **sh)
    b.shell(s, 850, 1480, HOR - 6, 176, .66, ribs=14, **sh)
    b.shell(s, 110, 760, HOR - 6, 184, .33, ribs=14, **sh)
    b.shell(s, 440, 1120, HOR, 142, .5, ribs=16, **sh)
    for k in range(24):
        n.clump(s, 60 + k * 65 + s.r.uniform(-14, 14), HOR - 10, s.r.uniform(18, 34), s.r.uniform(9, 16), ('#2f3b3a', '#3d4a46', '#55635a'), 20)
    b.wall(s, -10, HOR + 5, 1620, 10, '#7d7f7a', 0, False, .6)
    s.layer = 'near'
    d = ['', '', '']
    for k in range(30):                                  # lamps along the bank and their long broken light
        x = 40 + k * 52 + s.r.uniform(-16, 16)
        s.put(f'<circle cx="{x:.0f}" cy="{HOR - 14}" r="2.6" fill="#ffeab8"/>')
        s.dab(x, HOR - 14, 16, 14, '#ffe2a0', .4)
        y, reach = HOR + 9.0, s.r.uniform(60, 190)
        while y < HOR + reach:
            t = (y - HOR) / 190
            l = (9 + 15 * t) * s.r.uniform(.6, 1.3)
            d[min(2, int(t * 3))] += s.lens(x - l / 2 + s.r.uniform(-1, 1) * (2 + 9 * t), y, l, 2.6 + 1.6 * t)
            y += s.r.uniform(4.5, 7.5) + 6 * t
    for v, a in zip(d, (.62, .46, .34)):
        s.fill(v, '#f8d995', a)
    n.ripples(s, 90, light='#e9dcc0', dark='#26343c')
    b.boat(s, 420, 800, .9)
    s.layer = 'light'
    s.rect(0, 0, 1600, 1000, s.lin(0, 0, 0, 1000, (0, '#23303f', .22), (.55, '#3a4450', .06), (1, '#1b242c', .3)))
    for x, y, w, h in ((430, 640, 300, 36), (780, 640, 330, 40), (1180, 640, 300, 36)):
        s.dab(x, y, w, h, '#f6d48c', .3)
    return s


def necc_3():
    """A city railway on slender piers; trees, water, the halls far off."""
    s = setting(73, 'day', None, glow=(.25, .3), quay=False, mist=.8)
    s.layer = 'main'
    s.reflecting = False
    b.shell(s, 930, 1290, HOR - 6, 92, .4, ribs=10, a=.75)
    b.shell(s, 1120, 1440, HOR - 4, 78, .62, ribs=10, a=.75)
    b.shell(s, 760, 1020, HOR - 4, 70, .4, ribs=8, a=.75)
    s.dab(1100, HOR - 10, 460, 40, PAPER, .6)
    n.far_trees(s, -40, 1640, 34, HOR - 2, 54, '#7d9184', .6, 'main')
    s.reflecting = True
    # the viaduct comes from the right foreground and shrinks towards the left
    def deck(t):
        return lerp(1700, 250, t), lerp(372, 600, t ** .62)
    size = lambda t: lerp(1.25, .16, t ** .7)
    pts = [deck(i / 30) for i in range(31)]
    for k in range(9):
        t = (k + .25) / 9
        x, y = deck(t)
        z = size(t)
        foot = lerp(HOR + 78, HOR + 2, t ** .5)
        s.fill(poly([(x - 34 * z, y + 40 * z), (x + 34 * z, y + 40 * z), (x + 14 * z, y + 74 * z), (x + 12 * z, foot), (x - 12 * z, foot), (x - 14 * z, y + 74 * z)]), s.lin(x - 14 * z, 0, x + 14 * z, 0, (0, '#e9e5d9'), (1, '#9d9c90')))
        s.mirror([(x - 12 * z, foot), (x - 12 * z, y + 60 * z), (x + 12 * z, y + 60 * z), (x + 12 * z, foot)], '#8f958b', .4, foot)
    top = [(x, y - 2 * size(i / 30)) for i, (x, y) in enumerate(pts)]
    low = [(x, y + 42 * size(i / 30)) for i, (x, y) in enumerate(pts)]
    s.fill(poly(top + low[::-1]), s.lin(0, 370, 0, 640, (0, '#f6f3ea'), (1, '#cfcdc0')))
    s.fill(poly([(x, y + 24 * size(i / 30)) for i, (x, y) in enumerate(pts)] + low[::-1]), '#a9a89b', .7)
    s.line(poly(low, False), '#7d7d72', 2, .7, cap=False)
    # the train: pale, a band of windows
    a0, a1 = 0, 15
    tr_t = [(x, y - 84 * size(i / 30)) for i, (x, y) in enumerate(pts)][a0:a1]
    tr_b = [(x, y - 6 * size(i / 30)) for i, (x, y) in enumerate(pts)][a0:a1]
    s.fill(smooth(tr_t) + smooth(tr_b[::-1], start='L') + 'z', s.lin(0, 380, 0, 560, (0, '#fbfaf4'), (1, '#c6cdcb')))
    w_t = [(x, lerp(a[1], y, .26)) for a, (x, y) in zip(tr_t, tr_b)]
    w_b = [(x, lerp(a[1], y, .56)) for a, (x, y) in zip(tr_t, tr_b)]
    s.fill(poly(w_t + w_b[::-1]), '#5f7176', .9)
    d = ''
    for i in range(len(tr_t) - 1):
        for f in (0, .33, .66):
            x = lerp(tr_t[i][0], tr_t[i + 1][0], f)
            d += f'M{pt(x, lerp(w_t[i][1], w_t[i + 1][1], f))}L{pt(x, lerp(w_b[i][1], w_b[i + 1][1], f))}'
    s.line(d, '#e9ece8', 3, .9, cap=False)
    s.line(''.join(f'M{pt(*tr_t[i])}L{pt(*tr_b[i])}' for i in (3, 6, 9)), '#8f9a9a', 2.4, .9, cap=False)
    s.line(smooth([(x, lerp(a[1], y, .72)) for a, (x, y) in zip(tr_t, tr_b)]), '#7f9c94', 3, .9)
    s.line(poly([(x, y - 14 * size(i / 30)) for i, (x, y) in enumerate(pts)], False), '#8d9490', 1.6, .7, cap=False)
    n.bank(s, -60, 560, h=22, colour='#97a274')
    n.bank(s, 900, 1680, y=HOR + 4, h=22, colour='#97a274')
    for x, y, h, tn in ((90, HOR - 12, 260, n.GREEN), (260, HOR - 12, 190, n.YOUNG), (470, HOR - 10, 130, n.GREEN), (1010, HOR - 6, 150, n.YOUNG), (1230, HOR - 4, 190, n.GREEN), (1510, HOR - 2, 230, n.GREEN)):
        n.tree(s, x, y, h, .45, tn, 6, 36, size=5.8)
    n.tufts(s, 20, 540, 50, HOR - 8, 13)
    n.tufts(s, 930, 1590, 60, HOR - 4, 13)
    s.layer = 'near'
    b.boat(s, 700, 800, .95)
    return closing(s, 90, 190, 150)


# -- dongxiang-martyrs ------------------------------------------------------------------------------------------------
def dongxiang_martyrs_1():
    """A path with steps leads up between cypresses."""
    s = Sheet(74)
    n.sky(s, 'winter', (.5, .42), None, 4)
    n.hills(s, 'winter', base=600, height=90)
    n.mist(s, 500, 110, .7, '#efebe0', n=3)
    s.reflecting = False
    s.layer = 'water'
    s.rect(0, 560, 1600, 440, s.lin(0, 560, 0, 1000, (0, '#b7b99c'), (.4, '#9a9f7c'), (1, '#6f7657')))
    s.layer = 'main'
    n.far_trees(s, -40, 1640, 26, 572, 70, '#6f7c74', .5, 'main')
    vx, vy = 800, 520
    # the path in perspective: slabs between, flights of steps
    def edge(y, side, w=.62):
        return vx + side * (y - vy) * w
    s.fill(poly([(edge(566, -1), 566), (edge(566, 1), 566), (edge(1010, 1), 1010), (edge(1010, -1), 1010)]), s.lin(500, 0, 1100, 0, (0, '#dcd5c4'), (.6, '#cbc3b1'), (1, '#b0a897')))
    d, y, k = '', 572.0, 0
    while y < 1000:
        d += f'M{pt(edge(y, -1), y)}H{edge(y, 1):.0f}'
        h = (y - vy) * .11
        for q in range(1, 5):
            u = -1 + 2 * (q + (.5 if k % 2 else 0)) / 5
            if u < .98:
                d += f'M{pt(vx + u * (y - vy) * .62, y)}L{pt(vx + u * (y + h - vy) * .62, y + h)}'
        y, k = y + h, k + 1
    s.line(d, '#7d7767', 1.4, .45, cap=False)
    for y0, m in ((604, 4), (668, 5), (770, 5)):          # flights: light treads over dark risers
        y = y0
        for q in range(m):
            h = (y - vy) * .058
            s.rect(edge(y, -1, .66), y, (y - vy) * 1.32, h * .5, '#efe9da')
            s.rect(edge(y, -1, .66), y + h * .5, (y - vy) * 1.32, h * .55, s.lin(edge(y, -1), 0, edge(y, 1), 0, (0, '#a69f8e'), (1, '#857f70')))
            y += h
        for side in (-1, 1):                             # low side walls
            xa, xb = edge(y0, side, .66), edge(y, side, .66)
            w0, w1 = (y0 - vy) * .07 * side, (y - vy) * .07 * side
            s.fill(poly([(xa, y0 - 6), (xa + w0, y0 - 6), (xb + w1, y), (xb, y)]), '#c9c1ae' if side < 0 else '#a39c8b')
    b.stele(s, 800, 572, 250, 40, 4)
    s.dab(800, 560, 240, 24, '#efebe0', .55)
    for k in range(7):                                   # cypresses, far to near
        t = (k / 6) ** 1.5
        y = lerp(580, 860, t)
        for side in (-1, 1):
            x = vx + side * (y - vy) * lerp(1.65, 1.5, t) + s.r.uniform(-6, 6)
            h = (y - vy) * lerp(2.2, 2.05, t) + 40
            s.dab(x + h * .1, y, h * .2, h * .028, '#3f4736', .5)
            n.cypress(s, x, y, h, h * .235)
    n.tufts(s, 10, 420, 50, 900, 22, ('#7d8460', '#666e4c', '#98a078'), 80)
    n.tufts(s, 1180, 1590, 50, 900, 22, ('#7d8460', '#666e4c', '#98a078'), 80)
    n.tufts(s, 430, 1170, 40, 640, 9, ('#7d8460', '#666e4c', '#98a078'), 50)
    s.layer = 'light'
    s.rect(0, 640, 1600, 360, s.lin(0, 640, 0, 1000, (0, '#2f352c', 0), (1, '#2f352c', .34)))
    s.dab(420, 300, 620, 300, '#fff8e6', .22)
    return s


def magnolia(s, x, y, h):
    """A white magnolia in flower, before its leaves."""
    twigs = n.bare(s, x, y, h, '#54483b', width=h * .045)
    blooms = [(tx + s.r.uniform(-26, 26) * q, ty + s.r.uniform(0, 44) * q) for tx, ty in twigs for q in (0, 1, 1)]
    for tx, ty in sorted(blooms, key=lambda q: q[1]):
        if s.r.random() < .78:
            k = h / 430 * s.r.uniform(.7, 1.15)
            lean = s.r.uniform(-.5, .5)
            P = lambda *q: [(tx + (a + b_ * lean * -.3) * k, ty + b_ * k) for a, b_ in q]
            s.fill(smooth(P((0, 3), (-11, -8), (-9, -22), (0, -12), (0, 3))) + 'z', '#e9e4d8')
            s.fill(smooth(P((0, 3), (11, -8), (10, -21), (1, -12), (0, 3))) + 'z', '#d9d2c6')
            s.fill(smooth(P((0, 4), (-6, -10), (0, -26), (6, -10), (0, 4))) + 'z', '#fffdf6')
            s.fill(smooth(P((-2, 5), (-3, 0), (0, -3), (3, 0), (2, 5))) + 'z', '#c9a9a0', .7)


def dongxiang_martyrs_2():
    """Qingming: willows, a white magnolia, a plain stele far off."""
    s = setting(75, 'spring', None, glow=(.3, .36), quay=False, mist=.95)
    n.far_trees(s, -40, 1640, 28, HOR - 2, 80, '#84958f', .4)
    s.layer = 'main'
    n.bank(s, -200, 1800, y=HOR, h=30, colour='#a3ad80')
    for x, h in ((610, 120), (660, 140), (710, 128), (890, 128), (940, 142), (990, 120)):
        n.cypress(s, x, HOR - 20, h, 34)
    b.stele(s, 800, HOR - 12, 230, 38, 4)
    s.dab(800, HOR - 26, 460, 40, '#f6f4ea', .6)
    magnolia(s, 1290, HOR - 18, 430)
    n.willow(s, 225, HOR - 20, 440, 18, 60, ('#7d9150', '#9aab64', '#bfcb8c'))
    n.willow(s, 1540, HOR - 16, 330, -12, 40, ('#7d9150', '#9aab64', '#bfcb8c'))
    for x in (80, 400, 1230, 1460):
        n.clump(s, x, HOR - 26, 40, 20, n.YOUNG, 50)
    d = ''
    for _ in range(46):                                  # petals on the grass and on the water
        d += s.leaf(1290 + s.r.gauss(0, 130), HOR - 14 + s.r.uniform(-10, 60), s.r.uniform(5, 9), 2.4, s.r.uniform(-.5, .5))
    n.tufts(s, 0, 400, 60, HOR - 16, 14, ('#8a9d5c', '#74884a', '#b3bf80'))
    n.tufts(s, 1220, 1600, 60, HOR - 16, 14, ('#8a9d5c', '#74884a', '#b3bf80'))
    s.layer = 'near'
    s.fill(d, '#fdfaf0', .9)
    return closing(s, 80, 170, 0)


def all_stories():
    names = ('introduction-2', 'xiaozheng-1', 'xiaozheng-2', 'chen-yun-memorial-1', 'loop-park-1', 'loop-park-2', 'loop-park-3',
             'demonstration-zone-1', 'demonstration-zone-2', 'demonstration-zone-3', 'necc-1', 'necc-2', 'necc-3', 'dongxiang-martyrs-1', 'dongxiang-martyrs-2')
    return [(k, globals()[k.replace('-', '_')]) for k in names] + list(all_interiors())
