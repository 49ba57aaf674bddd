/* Matrix products back to back, so that the calls' way through Python does not count. The functions are handed over
 * as pointers: no header is needed. */

typedef void (*cblas_sgemm_t)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

void cblas_loop(cblas_sgemm_t sgemm, long runs, int m, int n, int k, const float *a, const float *b, float *c) {
  enum { ROW_MAJOR = 101, PLAIN = 111 };
  for (long i = 0; i < runs; i++) sgemm(ROW_MAJOR, PLAIN, PLAIN, m, n, k, 1, a, k, b, n, 0, c, n);
}

typedef int (*dnnl_sgemm_t)(char, char, long, long, long, float, const float *, long, const float *, long, float, float *, long);

int dnnl_loop(dnnl_sgemm_t sgemm, long runs, long m, long n, long k, const float *a, const float *b, float *c) {
  int status = 0;
  for (long i = 0; i < runs && status == 0; i++) status = sgemm('N', 'N', m, n, k, 1, a, k, b, n, 0, c, n);
  return status;
}

/* A primitive prepared once: execute(primitive, stream, count, arguments), then wait(stream). */
typedef int (*execute_t)(void *, void *, int, const void *);
typedef int (*wait_t)(void *);

int primitive_loop(execute_t execute, wait_t wait, long runs, void *primitive, void *stream, int count, const void *arguments) {
  int status = 0;
  for (long i = 0; i < runs && status == 0; i++) status = execute(primitive, stream, count, arguments);
  return status ? status : wait(stream);
}
