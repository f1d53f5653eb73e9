// Takes out of a text what must not leave the box: what stands in the support bundle goes through here, line by line.
//
// Goes    : user and password in addresses, their queries and fragments; values of settings whose names speak of secrets; private keys in PEM; every
//           secret that is known by its words. What went is marked "[redacted]".
// Stays   : hosts, paths, numbers, versions: without them the bundle would help nobody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiosk::ctl {

class Redactor {
 public:
  // `secrets`: words that go wherever they stand. Those shorter than 4 characters are left alone: they would take half the text along.
  explicit Redactor(std::vector<std::string> secrets);

  std::string text(std::string_view text) const;
  // kiosk.toml: as above, and settings by their names ([operator] pin, receipts_user, …), in comments too. A text that spans lines could hide one:
  // nothing of such a file is shown but that.
  std::string settings(std::string_view toml) const;

 private:
  std::vector<std::string> secrets_;
};

}  // namespace kiosk::ctl
