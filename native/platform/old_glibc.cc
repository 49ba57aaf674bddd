// For builds that are given away (SKEIN_PORTABLE): glibc 2.34 moved the threads into libc.so.6 under new versions, and
// a program linked there would not start on an older system. These take the old versions, which every later glibc
// still has. glibc 2.28, the oldest that Node 20 takes, is the aim; scripts/pack.js looks at what is left.
#include <features.h>

#if defined(__GLIBC__)
#include <pthread.h>
#include <sched.h>

#if defined(__x86_64__)
#define SKEIN_OLD "GLIBC_2.2.5"
#define SKEIN_OLD_AFFINITY "GLIBC_2.3.4"
#elif defined(__aarch64__)
#define SKEIN_OLD "GLIBC_2.17"
#define SKEIN_OLD_AFFINITY "GLIBC_2.17"
#else
#error "SKEIN_PORTABLE knows glibc's versions on x86-64 and aarch64 alone"
#endif

__asm__(".symver old_pthread_create, pthread_create@" SKEIN_OLD);
__asm__(".symver old_pthread_join, pthread_join@" SKEIN_OLD);
__asm__(".symver old_pthread_once, pthread_once@" SKEIN_OLD);
__asm__(".symver old_pthread_key_create, __pthread_key_create@" SKEIN_OLD);
__asm__(".symver old_pthread_setaffinity_np, pthread_setaffinity_np@" SKEIN_OLD_AFFINITY);

extern "C" {

int old_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int old_pthread_join(pthread_t, void**);
int old_pthread_once(pthread_once_t*, void (*)(void));
int old_pthread_key_create(pthread_key_t*, void (*)(void*));
int old_pthread_setaffinity_np(pthread_t, size_t, const cpu_set_t*);

// The linker's --wrap sends every call here, those of the standard library's archive included.
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  return old_pthread_create(thread, attributes, start, argument);
}

int __wrap_pthread_join(pthread_t thread, void** result) { return old_pthread_join(thread, result); }

int __wrap_pthread_once(pthread_once_t* control, void (*initialize)(void)) {
  return old_pthread_once(control, initialize);
}

int __wrap___pthread_key_create(pthread_key_t* key, void (*destroy)(void*)) {
  return old_pthread_key_create(key, destroy);
}

int __wrap_pthread_setaffinity_np(pthread_t thread, size_t bytes, const cpu_set_t* processors) {
  return old_pthread_setaffinity_np(thread, bytes, processors);
}

// glibc 2.32 says here whether there is one thread alone. Node has several, always.
__attribute__((visibility("hidden"))) char __libc_single_threaded = 0;

}  // extern "C"
#endif
