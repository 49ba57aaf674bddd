const cppScalar = { u32: "uint32_t", i32: "int32_t", f32: "float" };
const cppElement = { f32: "float", i32: "int32_t", u32: "uint32_t", u8: "uint8_t" };
/** Text of `native/params/NAME.h`. */
export function nativeHeader({ name, givenBindings, paramList }) {
    const fields = [
        ...givenBindings.map(([key, b]) => `  ${b.access === "read" ? "const " : ""}${cppElement[b.dtype]}* __restrict ${key};`),
        ...paramList.map(([key, type]) => `  ${cppScalar[type]} ${key};`),
    ];
    const values = [
        ...givenBindings.map(([, b], i) => `static_cast<${cppElement[b.dtype]}*>(buffers[${i}])`),
        ...paramList.map(([, type], i) => `std::bit_cast<${cppScalar[type]}>(words[${i}])`),
    ];
    return `// Generated from src/kernels by \`npm run generate\`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct ${name} {
${fields.join("\n")}

  static constexpr const char* kernel_name = "${name}";
  static constexpr uint32_t buffer_count = ${givenBindings.length};
  static constexpr uint32_t word_count = ${paramList.length};
  static ${name} from(void* const* buffers, const uint32_t* words) {
    return {${values.join(",\n            ")}};
  }
};

}  // namespace skein::params
`;
}
//# sourceMappingURL=native_header.js.map