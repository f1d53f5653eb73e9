#include "kiosk/text/atlas.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "kiosk/base/log.h"
#include "kiosk/text/face.h"
#include "kiosk/text/raster.h"

namespace kiosk::text {
namespace {

constexpr int kPageSide = 1024;
constexpr int kLargestPage = 4096;  // what the weakest renderers take; a larger glyph is not drawn
constexpr int kGap = 1;             // blank pixels around a glyph, so that scaling never fetches a neighbour

struct Row {
  int top, height, used;
};

struct Page {
  gfx::Texture texture;
  int side = kPageSide;
  std::vector<Row> rows;
  int bottom = 0;
  std::uint64_t last_used = 0;  // frame
  std::vector<std::uint64_t> keys;

  bool place(int width, int height, int& x, int& y) {
    // A row wastes at most a third of its height on a lower glyph.
    for (Row& row : rows)
      if (height <= row.height && height * 3 >= row.height * 2 && row.used + width <= side) {
        x = row.used, y = row.top;
        row.used += width;
        return true;
      }
    if (bottom + height > side || width > side) return false;
    rows.push_back({bottom, height, width});
    x = 0, y = bottom;
    bottom += height;
    return true;
  }
};

struct Entry {
  Page* page = nullptr;  // null: blank
  std::int16_t left = 0, top = 0;
  Rect source;
};

// face 8 bits · glyph 24 · size in 1/64 px 18 · phase 2 · turned 1
std::uint64_t key_of(const Glyph& glyph, int phase) {
  const auto size = static_cast<std::uint64_t>(std::lround(glyph.size_px * 64)) & 0x3FFFF;
  return std::uint64_t{glyph.face} << 56 | std::uint64_t{glyph.id & 0xFFFFFF} << 32 | size << 8 |
         static_cast<std::uint64_t>(phase) << 1 | (glyph.upright ? 0 : 1);
}

struct Pen {
  float x, y;
  int phase;
};

Pen pen_of(const Glyph& glyph, Point origin) {
  const float x = glyph.x + origin.x, y = std::round(glyph.y + origin.y);
  if (glyph.whole_px) return {std::round(x), y, 0};
  if (!glyph.upright) {
    const float down = std::round((glyph.y + origin.y) * kPhases), row = std::floor(down / kPhases);
    return {std::round(x), row, static_cast<int>(down - row * kPhases)};
  }
  const float quarters = std::round(x * kPhases), whole = std::floor(quarters / kPhases);
  return {whole, y, static_cast<int>(quarters - whole * kPhases)};
}

}  // namespace

Color Inks::of(Role role) const {
  switch (role) {
    case Role::body: return body;
    case Role::strong: return strong;
    case Role::emphasis: return emphasis;
    case Role::note: return note;
  }
  return body;
}

struct GlyphAtlas::State {
  gfx::Canvas& canvas;
  FontSet& fonts;
  std::size_t budget;
  std::uint64_t frame = 1;
  std::size_t bytes = 0, peak = 0, rasterised = 0;
  bool warned = false;
  std::vector<std::unique_ptr<Page>> pages;
  std::unordered_map<std::uint64_t, Entry> entries;
  struct Batch {
    Page* page;
    Role role;
    std::vector<gfx::Quad> quads;
  };
  std::vector<Batch> batches;  // kept between draws for their memory

  void forget(Page& page) {
    for (std::uint64_t key : page.keys) entries.erase(key);
    page.keys.clear();
    page.rows.clear();
    page.bottom = 0;
  }

  std::size_t page_bytes(int side) const { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4; }

  // Gives back the oldest pages that were last used before frame `since` until `wanted` more bytes fit.
  void make_room(std::size_t wanted, std::uint64_t since) {
    while (bytes + wanted > budget) {
      const auto oldest = std::min_element(pages.begin(), pages.end(),
                                           [](const auto& a, const auto& b) { return a->last_used < b->last_used; });
      if (oldest == pages.end() || (*oldest)->last_used >= since) return;
      forget(**oldest);
      bytes -= page_bytes((*oldest)->side);
      std::erase_if(batches, [page = oldest->get()](const Batch& batch) { return batch.page == page; });
      pages.erase(oldest);
    }
  }

  Page* new_page(int side) {
    make_room(page_bytes(side), frame);
    auto texture = canvas.make_page(side, side);
    if (!texture) {
      if (!warned) log::error("no texture for glyphs: " + to_string(texture.error()));
      warned = true;
      return nullptr;
    }
    auto page = std::make_unique<Page>();
    page->texture = std::move(*texture);
    page->side = side;
    page->last_used = frame;
    bytes += page_bytes(side);
    peak = std::max(peak, bytes);
    pages.push_back(std::move(page));
    return pages.back().get();
  }

  Page* page_for(int width, int height, int& x, int& y) {
    // Only the newest is filled: a new glyph in a hole of an old page would keep that page from ever growing old.
    if (!pages.empty() && pages.back()->place(width, height, x, y)) return pages.back().get();
    int side = kPageSide;
    while (side < std::max(width, height)) side *= 2;
    if (side > kLargestPage) return nullptr;
    Page* page = new_page(side);
    return page && page->place(width, height, x, y) ? page : nullptr;
  }

  const Entry& rasterise_into_page(const Glyph& glyph, int phase, std::uint64_t key) {
    Entry entry;
    Mask mask = rasterise(fonts.open(glyph.face), glyph.id, glyph.size_px, phase, glyph.upright);
    ++rasterised;
    if (mask.width > 0 && mask.height > 0) {
      // With its blank edge, which also wipes what an earlier glyph left there.
      const int width = mask.width + 2 * kGap, height = mask.height + 2 * kGap;
      int x = 0, y = 0;
      entry.page = page_for(width, height, x, y);
      if (entry.page) {
        std::vector<std::uint8_t> padded(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
        for (int row = 0; row < mask.height; ++row)
          std::copy_n(mask.coverage.begin() + static_cast<std::ptrdiff_t>(row) * mask.width, mask.width,
                      padded.begin() + static_cast<std::ptrdiff_t>(row + kGap) * width + kGap);
        canvas.write_mask(entry.page->texture, x, y, width, height, padded);
        entry.source = {static_cast<float>(x + kGap), static_cast<float>(y + kGap), static_cast<float>(mask.width),
                        static_cast<float>(mask.height)};
        entry.left = static_cast<std::int16_t>(mask.left);
        entry.top = static_cast<std::int16_t>(mask.top);
        entry.page->keys.push_back(key);
      }
    }
    return entries[key] = entry;
  }

  const Entry& find(const Glyph& glyph, int phase) {
    const std::uint64_t key = key_of(glyph, phase);
    const auto known = entries.find(key);
    const Entry& entry = known != entries.end() ? known->second : rasterise_into_page(glyph, phase, key);
    if (entry.page) entry.page->last_used = frame;
    return entry;
  }

  void add(Page* page, Role role, const gfx::Quad& quad) {
    for (Batch& batch : batches)
      if (batch.page == page && batch.role == role) {
        batch.quads.push_back(quad);
        return;
      }
    batches.push_back({page, role, {quad}});
  }
};

GlyphAtlas::GlyphAtlas(gfx::Canvas& canvas, FontSet& fonts, std::size_t budget_bytes)
    : state_(new State{canvas, fonts, budget_bytes, 1, 0, 0, 0, false, {}, {}, {}}) {
  // Making a page costs as much as a hundred glyphs: the first one at start rather than with the first story.
  state_->new_page(kPageSide);
}
GlyphAtlas::~GlyphAtlas() = default;

void GlyphAtlas::begin_frame() {
  // What the last frame showed this one most likely shows again.
  state_->make_room(0, state_->frame);
  ++state_->frame;
}

void GlyphAtlas::draw(const Paragraph& paragraph, Point origin, const Inks& inks, const Rect& visible) {
  origin = {std::round(origin.x), std::round(origin.y)};
  for (auto& batch : state_->batches) batch.quads.clear();
  // A line's ink stays within its size above and below the baseline, with a margin for accents and notes.
  const float reach = paragraph.size_px * 1.5f;
  for (const Line& line : paragraph.lines) {
    const float across = paragraph.column ? line.x : line.baseline;
    const float from = paragraph.column ? visible.x : visible.y, to = paragraph.column ? visible.x + visible.w : visible.bottom();
    if (!visible.empty() && (across + reach < from || across - reach > to)) continue;
    for (std::size_t g = line.glyph_begin; g < line.glyph_end; ++g) {
      const Glyph& glyph = paragraph.glyphs[g];
      const Pen pen = pen_of(glyph, origin);
      const Entry& entry = state_->find(glyph, pen.phase);
      if (!entry.page) continue;
      state_->add(entry.page, glyph.role,
                  {entry.source, {pen.x + entry.left, pen.y + entry.top, entry.source.w, entry.source.h}});
    }
  }
  for (const auto& batch : state_->batches)
    if (!batch.quads.empty()) state_->canvas.draw_quads(batch.page->texture, batch.quads, inks.of(batch.role));
}

void GlyphAtlas::prepare(const Paragraph& paragraph) {
  for (const Glyph& glyph : paragraph.glyphs) state_->find(glyph, pen_of(glyph, {0, 0}).phase);
}

std::size_t GlyphAtlas::bytes() const { return state_->bytes; }
std::size_t GlyphAtlas::peak_bytes() const { return state_->peak; }
std::size_t GlyphAtlas::rasterised() const { return state_->rasterised; }

}  // namespace kiosk::text
