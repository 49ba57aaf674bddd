// The Node-API surface of MPI. TypeScript checks every argument before it comes here (src/parallel/node/mpi.ts).
// Everything here runs on Node's thread, except the tasks given to Worker::enqueue.
#define NODE_ADDON_API_CPP_EXCEPTIONS_ALL
#include <napi.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mpi/worker.h"

namespace skein::mpi {
namespace {

// One for the process, as MPI is. It is never destroyed: its thread may be waiting within MPI when the process ends.
Worker* worker = nullptr;
Napi::ThreadSafeFunction settle;
size_t pending_calls = 0;
// What the process is about to end with, where others are still there.
int exit_code = 1;

// A call's promise, what it holds on to, and what the other thread leaves.
struct Pending {
  explicit Pending(Napi::Env env) : deferred(Napi::Promise::Deferred::New(env)) {}

  Napi::Promise::Deferred deferred;
  std::vector<Napi::ObjectReference> kept;
  std::string error;
  std::vector<Block> blocks;
  // What the promise resolves with, where that is not the blocks.
  std::function<Napi::Value(Napi::Env)> value;
};

Napi::Value as_bytes(Napi::Env env, Block block) {
  if (block.size == 0) return Napi::Uint8Array::New(env, 0);
  const size_t size = block.size;
  std::byte* data = block.data.release();
  const auto buffer = Napi::ArrayBuffer::New(env, data, size, [](Napi::Env, void* bytes) { std::free(bytes); });
  return Napi::Uint8Array::New(env, size, buffer, 0);
}

void settle_on_main(Napi::Env env, Pending* settled) {
  const std::unique_ptr<Pending> pending(settled);
  // A pending promise keeps Node alive.
  if (--pending_calls == 0) settle.Unref(env);
  if (!pending->error.empty()) {
    pending->deferred.Reject(Napi::Error::New(env, pending->error).Value());
    return;
  }
  if (pending->value) {
    pending->deferred.Resolve(pending->value(env));
    return;
  }
  Napi::Array list = Napi::Array::New(env, pending->blocks.size());
  for (uint32_t i = 0; i < pending->blocks.size(); ++i) list[i] = as_bytes(env, std::move(pending->blocks[i]));
  pending->deferred.Resolve(list);
}

// Runs `body` on MPI's thread; `goes_on` says whether there is more to come after it.
Napi::Value enqueue(Napi::Env env, std::unique_ptr<Pending> pending, std::function<void(Exchange&, Pending&)> body,
                    bool goes_on = true) {
  const Napi::Value promise = pending->deferred.Promise();
  if (pending_calls++ == 0) settle.Ref(env);
  worker->enqueue(
      [pending = pending.release(), body = std::move(body), goes_on](Exchange* exchange, const std::string& error) {
        pending->error = error;
        if (exchange) {
          try {
            body(*exchange, *pending);
          } catch (const std::exception& failure) {
            pending->error = failure.what();
          }
        }
        const bool failed = !pending->error.empty();
        settle.NonBlockingCall([pending](Napi::Env env, Napi::Function) { settle_on_main(env, pending); });
        return exchange && (goes_on || failed);
      });
  return promise;
}

// A process that ends without close would leave the others waiting: the job ends with it.
void at_exit() {
  if (worker && worker->active()) worker->abort(exit_code);
}

// open(longestPart): Promise<{ rank, size, library }>; once in a process
Napi::Value open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  settle =
      Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}), "skein_mpi", 0, 1);
  settle.Unref(env);
  worker = new Worker(static_cast<size_t>(info[0].As<Napi::Number>().Int64Value()));
  // After all listeners of JavaScript, which may have something to clear up.
  std::atexit(at_exit);
  return enqueue(env, std::make_unique<Pending>(env), [](Exchange& exchange, Pending& pending) {
    pending.value = [rank = exchange.rank(), size = exchange.size(), library = exchange.library()](Napi::Env env) {
      Napi::Object opened = Napi::Object::New(env);
      opened["rank"] = Napi::Number::New(env, rank);
      opened["size"] = Napi::Number::New(env, size);
      opened["library"] = Napi::String::New(env, library);
      return opened;
    };
  });
}

// call(kind, root, parts: Uint8Array[]): Promise<Uint8Array[]>
Napi::Value call(const Napi::CallbackInfo& info) {
  const auto kind = static_cast<Kind>(info[0].As<Napi::Number>().Uint32Value());
  const int root = info[1].As<Napi::Number>().Int32Value();
  const auto given = info[2].As<Napi::Array>();
  auto pending = std::make_unique<Pending>(info.Env());
  std::vector<Part> parts;
  for (uint32_t i = 0; i < given.Length(); ++i) {
    const auto part = given.Get(i).As<Napi::Uint8Array>();
    parts.emplace_back(reinterpret_cast<const std::byte*>(part.Data()), part.ByteLength());
    pending->kept.push_back(Napi::Persistent(part.As<Napi::Object>()));
  }
  return enqueue(info.Env(), std::move(pending),
                 [kind, root, parts = std::move(parts)](Exchange& exchange, Pending& p) {
                   p.blocks = exchange.call(kind, root, parts);
                 });
}

// gatherInto(bytes, all: Uint8Array): Promise<[]>
Napi::Value gather_into(const Napi::CallbackInfo& info) {
  auto own = info[0].As<Napi::Uint8Array>();
  auto all = info[1].As<Napi::Uint8Array>();
  auto pending = std::make_unique<Pending>(info.Env());
  for (const auto& kept : {own, all}) pending->kept.push_back(Napi::Persistent(kept.As<Napi::Object>()));
  const Part part(reinterpret_cast<const std::byte*>(own.Data()), own.ByteLength());
  const Target target(reinterpret_cast<std::byte*>(all.Data()), all.ByteLength());
  return enqueue(info.Env(), std::move(pending),
                 [part, target](Exchange& exchange, Pending&) { exchange.gather_into(part, target); });
}

// reduce(values: Float32Array): Promise<[]>, in place
Napi::Value reduce(const Napi::CallbackInfo& info) {
  auto values = info[0].As<Napi::Float32Array>();
  auto pending = std::make_unique<Pending>(info.Env());
  pending->kept.push_back(Napi::Persistent(values.As<Napi::Object>()));
  return enqueue(info.Env(), std::move(pending),
                 [values = std::span(values.Data(), values.ElementLength())](Exchange& exchange, Pending&) {
                   exchange.reduce(values);
                 });
}

// sum(values: Float32Array, blocking): Promise<[]>, in place
Napi::Value sum(const Napi::CallbackInfo& info) {
  auto values = info[0].As<Napi::Float32Array>();
  const bool blocking = info[1].As<Napi::Boolean>();
  auto pending = std::make_unique<Pending>(info.Env());
  pending->kept.push_back(Napi::Persistent(values.As<Napi::Object>()));
  return enqueue(info.Env(), std::move(pending),
                 [data = values.Data(), count = values.ElementLength(), blocking](Exchange& exchange, Pending&) {
                   exchange.sum(data, count, blocking);
                 });
}

// close(): Promise<[]>, when all ranks called it
Napi::Value close(const Napi::CallbackInfo& info) {
  return enqueue(
      info.Env(), std::make_unique<Pending>(info.Env()),
      [](Exchange& exchange, Pending&) {
        exchange.call(Kind::kClose, 0, {});
        exchange.finalize();
        worker->retire();
      },
      false);
}

// exiting(code): what `at_exit` ends the job with
void exiting(const Napi::CallbackInfo& info) { exit_code = info[0].As<Napi::Number>().Int32Value(); }

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["open"] = Napi::Function::New(env, open);
  exports["call"] = Napi::Function::New(env, call);
  exports["gatherInto"] = Napi::Function::New(env, gather_into);
  exports["reduce"] = Napi::Function::New(env, reduce);
  exports["sum"] = Napi::Function::New(env, sum);
  exports["close"] = Napi::Function::New(env, close);
  exports["exiting"] = Napi::Function::New(env, exiting);
  return exports;
}

}  // namespace
}  // namespace skein::mpi

static Napi::Object init_addon(Napi::Env env, Napi::Object exports) { return skein::mpi::init(env, exports); }

NODE_API_MODULE(skein_mpi, init_addon)
