"""Story pictures of the wide places: the demonstration zone, the great halls, the cemetery of the martyrs."""
import math
from brush import HOR, PAPER, Sheet, curve, lerp, poly, pt, smooth
import build as b
import nature as n
import things
from scenes import closing, setting


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
        n.tree(s, x, HOR - 34, h, .46, tones, 6, 42)
    n.willow(s, 318, HOR - 22, 210, 10, 30)
    n.willow(s, 1290, HOR - 22, 200, -10, 30)
    n.tufts(s, 0, 320, 36, HOR - 18, 14)
    n.tufts(s, 1290, 1600, 36, HOR - 18, 14)
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
    things.arch_bridge(s, 800, 620, 74, 46, rails=False, a=.5)
    s.dab(800, 610, 300, 44, '#f8f3e7', .6)
    for x, w, h in ((610, 90, 74), (900, 96, 80)):
        b.house(s, x, w, h, 634, windows=2, rh=30, weather=.2)
    things.arch_bridge(s, 800, 634, 134, 82, a=.72)
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
    things.arch_bridge(s, 800, HOR, 440, 262, wide=1.6)
    b.house(s, -60, 260, 300, HOR, windows=3, storeys=2, rh=96, boards=True)
    b.gable_house(s, 206, 206, 250, HOR, 3, windows=2)
    b.gable_house(s, 1190, 206, 244, HOR, 3, windows=2)
    b.house(s, 1400, 260, 292, HOR, windows=3, storeys=2, rh=96, boards=True)
    b.wall(s, -10, HOR + 6, 470, 13, '#a9a292', 0, False, .6)
    b.wall(s, 1140, HOR + 6, 470, 13, '#a9a292', 0, False, .6)
    for x in (430, 1172):
        n.clump(s, x, HOR - 24, 32, 20, n.GREEN, 44)
    s.layer = 'near'
    things.boat(s, 790, 742, 1.0)
    return closing(s, 90)


# -- necc -------------------------------------------------------------------------------------------------------------
def necc_1():
    """Four great halls from above, as the leaves of a clover."""
    s = Sheet(71)
    s.layer = 'sky'
    s.rect(0, 0, 1600, 1000, '#d6dac2')
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
        s.fill(n.puff(s, x, y, q), s.r.choice(('#7d9060', '#8a9d5c', '#61744c', '#6f8257')))
        s.fill(n.puff(s, x - q * .25, y - q * .28, q * .5), '#b3bf80', .6)
    s.layer = 'near'
    for x, y, w, h in ((180, 60, 330, 60), (1400, 90, 300, 60), (90, 560, 210, 40), (1530, 640, 190, 40)):
        s.dab(x, y, w, h, '#fbf7ea', .75)
    s.rect(0, 840, 1600, 160, s.lin(0, 840, 0, 1000, (0, '#3f4a3f', 0), (1, '#3f4a3f', .3)))
    return s


def necc_2():
    """The halls in the evening, their lights on the water."""
    s = setting(72, 'dusk', None, glow=(.3, .58), quay=False, mist=.6)
    n.far_trees(s, -40, 1640, 26, HOR - 2, 60, '#4f5d62', .7)
    s.layer = 'main'
    sh = dict(tone='#b9c0c0', shade='#6d7d86', lit=1.0)
    things.shell(s, 560, 1140, HOR - 12, 220, .46, ribs=12, **sh)
    things.shell(s, 850, 1480, HOR - 6, 176, .66, ribs=14, **sh)
    things.shell(s, 110, 760, HOR - 6, 184, .33, ribs=14, **sh)
    things.shell(s, 440, 1120, HOR, 142, .5, ribs=16, **sh)
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
    things.boat(s, 420, 800, .9)
    s.layer = 'light'
    s.rect(0, 700, 1600, 300, s.lin(0, 700, 0, 1000, (0, '#1b242c', 0), (1, '#1b242c', .32)))
    for x, y, w, h in ((430, 640, 300, 36), (780, 640, 330, 40), (1180, 640, 300, 36)):
        s.dab(x, y, w, h, '#f6d48c', .3)
    return s


def necc_3():
    """A city railway on slender piers; trees, water, the halls far off."""
    s = setting(73, 'day', None, glow=(.25, .3), quay=False, mist=.8)
    s.layer = 'main'
    s.reflecting = False
    things.shell(s, 930, 1290, HOR - 6, 92, .4, ribs=10, a=.75)
    things.shell(s, 1120, 1440, HOR - 4, 78, .62, ribs=10, a=.75)
    things.shell(s, 760, 1020, HOR - 4, 70, .4, ribs=8, a=.75)
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
        n.tree(s, x, y, h, .45, tn, 5, 34, size=5.8)
    n.tufts(s, 20, 540, 50, HOR - 8, 13)
    n.tufts(s, 930, 1590, 60, HOR - 4, 13)
    s.layer = 'near'
    things.boat(s, 700, 800, .95)
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
    things.stele(s, 800, 572, 250, 40, 4)
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
    parts = {'#d5cec0': '', '#ece7da': '', '#fffdf6': '', '#c9a9a0': ''}
    for tx, ty in blooms:
        if s.r.random() < .78:
            k, lean = h / 430 * s.r.uniform(.7, 1.15), s.r.uniform(-.35, .35)
            for tone, da, l, w in (('#d5cec0', .5, 22, 6), ('#ece7da', -.5, 22, 6), ('#fffdf6', 0, 27, 6.5), ('#c9a9a0', 0, 7, 2.6)):
                parts[tone] += s.leaf(tx, ty + 3, l * k, max(2.1, w * k), -1.57 + lean + da)
    for tone, d in parts.items():
        s.fill(d, tone, .95)


def dongxiang_martyrs_2():
    """Qingming: willows, a white magnolia, a plain stele far off."""
    s = setting(75, 'spring', None, glow=(.3, .36), quay=False, mist=.95)
    n.far_trees(s, -40, 1640, 28, HOR - 2, 80, '#84958f', .4)
    s.layer = 'main'
    n.bank(s, -200, 1800, y=HOR, h=30, colour='#a3ad80')
    for x, h in ((610, 120), (660, 140), (710, 128), (890, 128), (940, 142), (990, 120)):
        n.cypress(s, x, HOR - 20, h, 34)
    things.stele(s, 800, HOR - 12, 230, 38, 4)
    s.dab(800, HOR - 26, 460, 40, '#f6f4ea', .6)
    magnolia(s, 1290, HOR - 18, 430)
    n.willow(s, 225, HOR - 20, 440, 18, 54, ('#7d9150', '#9aab64', '#bfcb8c'))
    n.willow(s, 1540, HOR - 16, 330, -12, 40, ('#7d9150', '#9aab64', '#bfcb8c'))
    for x in (80, 400, 1230, 1460):
        n.clump(s, x, HOR - 26, 40, 20, n.YOUNG, 50)
    d = ''
    for _ in range(46):                                  # petals on the grass and on the water
        d += s.leaf(1290 + s.r.gauss(0, 130), HOR - 14 + s.r.uniform(-10, 60), s.r.uniform(5, 9), 2.4, s.r.uniform(-.5, .5))
    n.tufts(s, 0, 400, 40, HOR - 16, 14, ('#8a9d5c', '#74884a', '#b3bf80'))
    n.tufts(s, 1220, 1600, 40, HOR - 16, 14, ('#8a9d5c', '#74884a', '#b3bf80'))
    s.layer = 'near'
    s.fill(d, '#fdfaf0', .9)
    return closing(s, 80, 170, 0)


NAMES = ('demonstration-zone-1', 'demonstration-zone-2', 'demonstration-zone-3', 'necc-1', 'necc-2', 'necc-3', 'dongxiang-martyrs-1', 'dongxiang-martyrs-2')


def all_wide():
    return [(k, globals()[k.replace('-', '_')]) for k in NAMES]
