"""The story pictures out of doors: other places, seasons and times of day in the same hand."""
import math
from brush import HOR, Sheet, curve, lerp, mix, poly, pt, smooth
import build as b
import things
import nature as n
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
    things.boat(s, 1240, 700, .46, True, True, False)
    things.boat(s, 420, 724, .62, True, False, False)
    things.boat(s, 690, 772, .92, False, True)
    things.boat(s, 1010, 838, 1.3)
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
    things.haystack(s, 1215, 676, 108, 124)
    for x, y, h in ((470, 676, 400), (1345, 672, 330), (1120, 660, 210)):
        n.bare(s, x, y, h, '#3b362f')
    n.tufts(s, 430, 1420, 60, 672, 12, ('#6d6448', '#544d3a', '#8a7d5a'))
    s.layer = 'light'
    s.rect(0, 390, 1600, 610, s.lin(0, 390, 0, 1000, (0, '#3a3f49', 0), (.2, '#3a3f49', .2), (1, '#20242b', .42)))
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
    things.post(s, 610, 690, 62)
    things.post(s, 1040, 690, 62)
    s.layer = 'near'
    n.ripples(s, 80)
    things.boat(s, 1170, 724, .95, True, False, False, rope=(1040, 638))
    things.boat(s, 480, 722, .95, False, True, False, rope=(610, 638))
    things.boat(s, 800, 824, 1.3, True, True, True)
    s.layer = 'light'
    s.rect(0, 640, 1600, 360, s.lin(0, 640, 0, 1000, (0, '#39424c', 0), (1, '#39424c', .24)))
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
    things.arch_bridge(s, 800, HOR, 250, 168)
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
    things.boat(s, 700, 770, 1.05, True, True)
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
    top, r, cx = 470, 114, 800
    arch = [(cx - r * math.cos(math.pi * i / 32), HOR - 46 - r * 1.0 * math.sin(math.pi * i / 32)) for i in range(33)]
    arch = [(cx - r, HOR + 3)] + arch + [(cx + r, HOR + 3)]
    body = [(330, HOR + 3), (338, top), (1262, top), (1270, HOR + 3)]
    s.fill(poly(body + arch[::-1]), s.lin(330, top, 1270, HOR, (0, '#c3bcaa'), (.5, '#a39c8c'), (1, '#77725f')))
    d, y, k = '', top + 20, 0
    while y < HOR:
        half = r * math.sqrt(max(0, 1 - ((HOR - 46 - y) / r) ** 2)) if y < HOR - 46 else r
        half = half * 1.14 if y > HOR - 46 - r * 1.12 else 0
        for xa, xb in ((336, cx - half), (cx + half, 1264)):
            d += f'M{pt(xa, y)}H{xb:.0f}'
            x = xa + (22 if k % 2 else 8)
            while x < xb - 6:
                if s.r.random() < .62:
                    d += f'M{pt(x, y)}v11'
                x += s.r.uniform(26, 34)
        y, k = y + 12, k + 1
    s.line(d, '#5b574c', 1, .32, cap=False)
    ring = [(cx - r * 1.13 * math.cos(math.pi * i / 32), HOR - 46 - r * 1.13 * math.sin(math.pi * i / 32)) for i in range(33)]
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
    things.boat(s, 800, 700, .98)
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


def loop_park_3():
    """Four waterways from above, as a painted bird's eye."""
    s = Sheet(67)
    s.layer = 'sky'
    s.rect(0, 90, 1600, 910, '#dddfc6')
    def T(x, y):                                         # ground plan → slanting view
        return 800 + (x - 800) * (0.72 + .42 * y / 1000) , 150 + y * .78
    s.layer = 'far'
    rows, plots = {}, {}
    fields = ('#cfd6ac', '#bfcb9c', '#dad7ad', '#c8cfa2', '#e3d9b0', '#b3c296')
    for gx in range(-5, 22):
        for gy in range(0, 14):
            x, y = gx * 96 + (gy % 2) * 36, gy * 78
            q = [T(x + 4 + s.r.uniform(-5, 5), y + 3), T(x + 90 + s.r.uniform(-5, 5), y + 3 + s.r.uniform(-4, 4)), T(x + 90, y + 72), T(x + 4, y + 72 + s.r.uniform(-4, 4))]
            c = s.r.choice(fields)
            if not (-140 < q[0][0] < 1620 and q[0][1] < 1000):
                continue
            plots[c] = plots.get(c, '') + poly([(round(a), round(e)) for a, e in q])
            if s.r.random() < .6:
                for k in range(1, 6):
                    t = k / 6
                    rows[c] = rows.get(c, '') + f'M{lerp(q[0][0], q[1][0], t):.0f},{lerp(q[0][1], q[1][1], t):.0f}L{lerp(q[3][0], q[2][0], t):.0f},{lerp(q[3][1], q[2][1], t):.0f}'
    for c in fields:
        s.fill(plots[c], c, .75)
        s.line(rows[c], mix(c, '#6d7a4f', .4), 1.3, .4, cap=False)

    def river(points, w):
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
            for _ in range(1):
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
    s.fill(''.join(s.lens(x - 12 * k, y + 2, 32 * k, 9 * k) for y, kind, x in items for k in [.5 + .6 * y / 1000] if kind != 'pagoda'), '#5d6a4a', .32)
    for y, kind, x in sorted(items):
        k = .5 + .6 * y / 1000
        if kind == 'tree':
            r = s.r.uniform(9, 15) * k
            tones = s.r.choice((n.GREEN, n.YOUNG, n.DARK))
            s.fill(n.puff(s, x, y - r * .7, r), tones[1])
            s.fill(n.puff(s, x - r * .25, y - r * .95, r * .55), tones[2], .8)
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
    s.rect(0, 0, 1600, 260, s.lin(0, 0, 0, 260, (0, '#e6dfca'), (.45, '#f3eedd'), (.65, '#f3eedd', .85), (1, '#f3eedd', 0)))
    hl = Sheet(670)
    n.hills(hl, 'day', base=150, height=60, layer='near', a=.4)
    s.layers['near'] += [e.replace('url(#g', 'url(#h') for e in hl.layers['near']]
    for key, i in hl.defs.items():
        s.defs[key] = i.replace('g', 'h')
    for x, y, w, h in ((300, 230, 300, 30), (1180, 250, 360, 30), (760, 180, 420, 26), (120, 640, 240, 24), (1500, 700, 240, 26)):
        s.dab(x, y, w, h, '#fbf7ea', .7)
    s.layer = 'light'
    s.rect(0, 840, 1600, 160, s.lin(0, 840, 0, 1000, (0, '#3f4a3f', 0), (1, '#3f4a3f', .3)))
    return s


NAMES = ('introduction-2', 'xiaozheng-1', 'xiaozheng-2', 'chen-yun-memorial-1', 'loop-park-1', 'loop-park-2', 'loop-park-3')


def all_stories():
    return [(k, globals()[k.replace('-', '_')]) for k in NAMES]
