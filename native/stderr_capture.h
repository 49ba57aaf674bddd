// What libraries write to the standard error, kept back for a moment: drivers and Dawn report there what only matters
// where no device is found in the end.
#pragma once

#include <string>

namespace skein {

// Sends descriptor 2 of the whole process into a file without a name. False, and nothing changes, where that fails or
// where a capture is under way.
bool begin_stderr_capture();

// Descriptor 2 is as before; what was written to it in between. Empty where nothing was begun.
std::string end_stderr_capture();

}  // namespace skein
