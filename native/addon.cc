// The Node-API surface: memory, submit, read. TypeScript checks every argument
// before it comes here (src/device/node/native.ts).
//
// Everything here runs on Node's thread, except the tasks given to Device::enqueue.
// Every C++ exception becomes a JavaScript error, out of memory above all.
#define NODE_ADDON_API_CPP_EXCEPTIONS_ALL
#include <fcntl.h>
#include <napi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <utility>

#include "block.h"
#include "device.h"
#include "kept_blocks.h"
#include "stderr_capture.h"

namespace skein {
namespace {

// What a command keeps in memory until it has run, for each byte of its words.
constexpr size_t kBytesPerByte = 3;

// A promise, and what the device's thread settles it with.
struct Pending {
  explicit Pending(Napi::Env env) : deferred(Napi::Promise::Deferred::New(env)) {}

  Napi::Promise::Deferred deferred;
  // The memory that a read fills; empty where the profile is asked for.
  Napi::Reference<Napi::Uint8Array> target;
  std::string error;
  std::vector<ProfileEntry> profile;
};

// What a failed device answers with; `failure` is its reason.
std::string lost(const std::string& failure) {
  return "the native device was lost (" + failure + "): open it again with openDevice()";
}

class NativeDevice : public Napi::ObjectWrap<NativeDevice> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "NativeDevice",
        {InstanceMethod<&NativeDevice::allocate>("allocate"), InstanceMethod<&NativeDevice::release>("free"),
         InstanceMethod<&NativeDevice::submit>("submit"), InstanceMethod<&NativeDevice::write>("write"),
         InstanceMethod<&NativeDevice::read>("read"), InstanceMethod<&NativeDevice::forget>("forget"),
         InstanceMethod<&NativeDevice::start_profile>("startProfile"),
         InstanceMethod<&NativeDevice::end_profile>("endProfile"), InstanceMethod<&NativeDevice::close>("close")});
  }

  // new NativeDevice(level, threads, onLost)
  explicit NativeDevice(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    const Napi::Env env = info.Env();
    kernels_ = &kernels_of(info[0].As<Napi::String>());
    settle_ = Napi::ThreadSafeFunction::New(env, info[2].As<Napi::Function>(), "skein", 0, 1);
    // Only a pending promise keeps Node alive.
    settle_.Unref(env);
    try {
      device_ = std::make_unique<Device>(
          info[1].As<Napi::Number>().Uint32Value(), [settle = settle_](const std::string& reason) {
            settle.NonBlockingCall(
                [reason](Napi::Env env, Napi::Function on_lost) { on_lost.Call({Napi::String::New(env, reason)}); });
          });
    } catch (...) {
      settle_.Release();
      throw;
    }
    // Hooks run last in, first out: the device's thread ends while `settle_` is still whole.
    napi_add_env_cleanup_hook(env, &NativeDevice::on_exit, this);
    open_ = true;
  }

  ~NativeDevice() override {
    shut_down();
    *self_ = nullptr;
  }

 private:
  Napi::Value allocate(const Napi::CallbackInfo& info) {
    Block block = allocate_block(static_cast<size_t>(info[0].As<Napi::Number>().Int64Value()));
    if (!block) return info.Env().Null();
    const uint32_t id = next_id_++;
    blocks_.emplace(id, std::move(block));
    return Napi::Number::New(info.Env(), id);
  }

  void release(const Napi::CallbackInfo& info) {
    const auto found = blocks_.find(info[0].As<Napi::Number>().Uint32Value());
    if (found == blocks_.end()) return;
    // Commands enqueued before may still use it.
    std::shared_ptr<void> block(std::move(found->second));
    blocks_.erase(found);
    if (device_) device_->enqueue([block](const std::string&) {});
  }

  // Words: 0 kernel (id offset/256)* params* | 1 from to bytes(low high) | 2 at bytes(low high).
  void submit(const Napi::CallbackInfo& info) {
    const auto stream = info[0].As<Napi::Uint32Array>();
    const uint32_t* word = stream.Data();
    const uint32_t* const end = word + stream.ElementLength();
    const auto address = [&]() -> void* {
      auto* base = static_cast<std::byte*>(blocks_.at(word[0]).get());
      void* at = base + static_cast<size_t>(word[1]) * kBlockAlignment;
      word += 2;
      return at;
    };
    const auto size = [&] {
      const size_t bytes = word[0] | static_cast<size_t>(word[1]) << 32;
      word += 2;
      return bytes;
    };
    std::vector<std::function<void(Device&)>> commands;
    while (word < end) {
      switch (*word++) {
        case 0: {
          Dispatch dispatch{&(*kernels_)[*word++], {}, {}};
          for (uint32_t i = 0; i < dispatch.kernel->buffer_count; ++i) dispatch.buffers.push_back(address());
          dispatch.words.assign(word, word + dispatch.kernel->word_count);
          word += dispatch.kernel->word_count;
          commands.emplace_back([dispatch = std::move(dispatch)](Device& device) { device.run(dispatch); });
          break;
        }
        case 1: {
          const void* from = address();
          void* to = address();
          commands.emplace_back([from, to, bytes = size()](Device&) { std::memcpy(to, from, bytes); });
          break;
        }
        default: {
          void* at = address();
          commands.emplace_back([at, bytes = size()](Device&) { std::memset(at, 0, bytes); });
        }
      }
    }
    Device& device = open_device(info);
    device.enqueue(
        [&device, commands = std::move(commands)](const std::string& failure) {
          if (!failure.empty()) return;
          for (const auto& command : commands) {
            if (device.stopping()) return;
            command(device);
          }
        },
        kBytesPerByte * stream.ByteLength());
  }

  Device& open_device(const Napi::CallbackInfo& info) {
    if (!device_) throw Napi::Error::New(info.Env(), "this device is closed");
    return *device_;
  }

  std::byte* range(const Napi::CallbackInfo& info) {
    return static_cast<std::byte*>(blocks_.at(info[0].As<Napi::Number>().Uint32Value()).get()) +
           info[1].As<Napi::Number>().Int64Value();
  }

  // write(id, offset, bytes)
  void write(const Napi::CallbackInfo& info) {
    const auto data = info[2].As<Napi::Uint8Array>();
    std::vector<uint8_t> bytes(data.Data(), data.Data() + data.ByteLength());
    const size_t kept = bytes.size();
    open_device(info).enqueue(
        [to = range(info), bytes = std::move(bytes)](const std::string&) {
          if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
        },
        kept);
  }

  // read(id, offset, target: Uint8Array): Promise<void>, the target with the bytes in it
  Napi::Value read(const Napi::CallbackInfo& info) {
    Device& device = open_device(info);
    auto target = info[2].As<Napi::Uint8Array>();
    const std::byte* from = range(info);
    Pending* pending = start_pending(info.Env());
    pending->target = Napi::Persistent(target);
    device.enqueue([this, pending, from, to = target.Data(), bytes = target.ByteLength()](const std::string& failure) {
      if (!failure.empty()) {
        pending->error = lost(failure);
      } else if (bytes > 0) {
        std::memcpy(to, from, bytes);
      }
      finish(pending);
    });
    return pending->deferred.Promise();
  }

  // forget(numbers)
  void forget(const Napi::CallbackInfo& info) {
    const auto given = info[0].As<Napi::Uint32Array>();
    open_device(info).enqueue(
        [numbers = std::vector<uint32_t>(given.Data(), given.Data() + given.ElementLength())](const std::string&) {
          for (const uint32_t number : numbers) kept_blocks().forget(number);
        });
  }

  void start_profile(const Napi::CallbackInfo& info) {
    Device& device = open_device(info);
    device.enqueue([&device](const std::string&) {
      device.take_profile();
      device.set_profiling(true);
    });
  }

  Napi::Value end_profile(const Napi::CallbackInfo& info) {
    Device& device = open_device(info);
    Pending* pending = start_pending(info.Env());
    device.enqueue([this, pending, &device](const std::string& failure) {
      device.set_profiling(false);
      pending->profile = device.take_profile();
      if (!failure.empty()) pending->error = lost(failure);
      finish(pending);
    });
    return pending->deferred.Promise();
  }

  // Until it is settled a promise keeps Node alive, and this object, which might
  // be garbage to JavaScript by then.
  Pending* start_pending(Napi::Env env) {
    pending_.push_back(std::make_unique<Pending>(env));
    if (pending_.size() == 1) {
      settle_.Ref(env);
      Ref();
    }
    return pending_.back().get();
  }

  void none_pending(Napi::Env env) {
    settle_.Unref(env);
    Unref();
  }

  // On the device's thread: hands a settled promise over to Node's.
  void finish(Pending* pending) {
    settle_.NonBlockingCall([self = self_, pending](Napi::Env env, Napi::Function) {
      if (*self) (*self)->settle(env, pending);
    });
  }

  void settle(Napi::Env env, Pending* settled) {
    const auto found =
        std::find_if(pending_.begin(), pending_.end(), [&](const auto& pending) { return pending.get() == settled; });
    // Closing rejected it already.
    if (found == pending_.end()) return;
    const std::unique_ptr<Pending> pending = std::move(*found);
    pending_.erase(found);
    if (!pending->error.empty()) {
      pending->deferred.Reject(Napi::Error::New(env, pending->error).Value());
    } else if (pending->target.IsEmpty()) {
      Napi::Array entries = Napi::Array::New(env, pending->profile.size());
      for (uint32_t i = 0; i < pending->profile.size(); ++i) {
        Napi::Object entry = Napi::Object::New(env);
        entry["kernel"] = Napi::String::New(env, pending->profile[i].kernel);
        entry["duration"] = Napi::Number::New(env, pending->profile[i].milliseconds);
        entries[i] = entry;
      }
      pending->deferred.Resolve(entries);
    } else {
      pending->deferred.Resolve(env.Undefined());
    }
    if (pending_.empty()) none_pending(env);
  }

  void close(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    device_.reset();
    constexpr const char* kClosed = "this device was closed before the work was done: await it, then close";
    if (!pending_.empty()) none_pending(env);
    for (const auto& pending : std::exchange(pending_, {})) {
      pending->deferred.Reject(Napi::Error::New(env, kClosed).Value());
    }
    shut_down();
  }

  static void on_exit(void* self) { static_cast<NativeDevice*>(self)->shut_down(); }

  void shut_down() {
    // First: the device's thread writes to what is cleared below.
    device_.reset();
    pending_.clear();
    blocks_.clear();
    if (!std::exchange(open_, false)) return;
    settle_.Release();
    napi_remove_env_cleanup_hook(Env(), &NativeDevice::on_exit, this);
  }

  // Calls in Node's queue may outlive this object.
  std::shared_ptr<NativeDevice*> self_ = std::make_shared<NativeDevice*>(this);
  // Whether `settle_` and the cleanup hook are still ours to give back.
  bool open_ = false;
  const std::vector<KernelEntry>* kernels_ = nullptr;
  Napi::ThreadSafeFunction settle_;
  std::unordered_map<uint32_t, Block> blocks_;
  uint32_t next_id_ = 1;
  std::vector<std::unique_ptr<Pending>> pending_;
  // Last, so that its thread ends before what its tasks refer to.
  std::unique_ptr<Device> device_;
};

Napi::Value list_levels(const Napi::CallbackInfo& info) {
  const auto levels = simd_levels();
  Napi::Array names = Napi::Array::New(info.Env(), levels.size());
  for (uint32_t i = 0; i < levels.size(); ++i) names[i] = Napi::String::New(info.Env(), levels[i]);
  return names;
}

// kernels(level): [name, buffer count, parameter count][], in the order of the command stream's indices.
Napi::Value list_kernels(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto& kernels = kernels_of(info[0].As<Napi::String>());
  Napi::Array list = Napi::Array::New(env, kernels.size());
  for (uint32_t i = 0; i < kernels.size(); ++i) {
    Napi::Array entry = Napi::Array::New(env, 3);
    entry[0u] = Napi::String::New(env, kernels[i].name);
    entry[1u] = Napi::Number::New(env, kernels[i].buffer_count);
    entry[2u] = Napi::Number::New(env, kernels[i].word_count);
    list[i] = entry;
  }
  return list;
}

// Gives a file its size, with room on the disk for all of it: writing to a page without room would end the process.
int reserve(int file, size_t bytes) {
#ifdef __APPLE__
  fstore_t room = {F_ALLOCATEALL, F_PEOFPOSMODE, 0, static_cast<off_t>(bytes), 0};
  if (fcntl(file, F_PREALLOCATE, &room) == -1) return errno;
  return ftruncate(file, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
#else
  int error = 0;
  do {
    error = posix_fallocate(file, 0, static_cast<off_t>(bytes));
  } while (error == EINTR);
  return error;
#endif
}

// fileBacked(path, bytes): zeros as an ArrayBuffer, in a new file that nobody else sees. The system keeps in memory
// what is used, and the rest on the disk; the file is gone with the buffer, or with the process however that ends.
Napi::Value file_backed(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string path = info[0].As<Napi::String>();
  const auto bytes = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) throw Napi::Error::New(env, std::strerror(errno));
  unlink(path.c_str());
  int error = reserve(file, bytes);
  void* data = MAP_FAILED;
  if (error == 0) {
    data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (data == MAP_FAILED) error = errno;
  }
  // The mapping keeps the file.
  close(file);
  if (error != 0) throw Napi::Error::New(env, std::strerror(error));
  try {
    return Napi::ArrayBuffer::New(env, data, bytes, [bytes](Napi::Env, void* mapped) { munmap(mapped, bytes); });
  } catch (const Napi::Error&) {
    // No buffer was made, and none will unmap it.
    munmap(data, bytes);
    throw;
  }
}

Napi::Value begin_capture(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), begin_stderr_capture());
}

Napi::Value end_capture(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), end_stderr_capture()); }

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports["NativeDevice"] = NativeDevice::define(env);
  exports["simdLevels"] = Napi::Function::New(env, list_levels);
  exports["kernels"] = Napi::Function::New(env, list_kernels);
  exports["fileBacked"] = Napi::Function::New(env, file_backed);
  exports["beginStderrCapture"] = Napi::Function::New(env, begin_capture);
  exports["endStderrCapture"] = Napi::Function::New(env, end_capture);
  return exports;
}

NODE_API_MODULE(skein, initialize)

}  // namespace
}  // namespace skein
