// libvips, started when it is first needed. It keeps no caches and no threads of its own: results do not depend on the machine. Loaders that
// are not made for foreign files are off.
#pragma once

namespace kiosk::author {

class VipsLibrary {
 public:
  VipsLibrary();
};

}  // namespace kiosk::author
