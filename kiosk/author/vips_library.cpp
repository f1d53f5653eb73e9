#include "kiosk/author/vips_library.h"

#include <vips/vips8>

namespace kiosk::author {

VipsLibrary::VipsLibrary() {
  [[maybe_unused]] static const bool kStarted = [] {
    const bool started = VIPS_INIT("kioskctl-pack") == 0;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    return started;
  }();
}

}  // namespace kiosk::author
