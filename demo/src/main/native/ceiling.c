/*
 * The native ceiling: reads every file of a list through one ring from one thread. No Java, no thread to wake, no path
 * to encode, nothing to allocate.
 *
 *     ceiling LIST DEPTH BUFFER_BYTES WORKERS
 *
 * It says "ready", waits for a line on standard input, reads, and prints one line of JSON. A file is three linked
 * requests: open into a slot of the ring's own table, read, close. DEPTH files are in flight. WORKERS is the largest
 * number of kernel threads for what blocks; 0 keeps the kernel's default. A file that cannot be read, or is not shorter
 * than BUFFER_BYTES, ends it with an error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Since Linux 6.0 and 6.1; older headers lack them. */
#ifndef IORING_SETUP_SINGLE_ISSUER
#define IORING_SETUP_SINGLE_ISSUER (1U << 12)
#endif
#ifndef IORING_SETUP_DEFER_TASKRUN
#define IORING_SETUP_DEFER_TASKRUN (1U << 13)
#endif

enum { OPEN, READ, CLOSE, STEPS };
enum { FIRST = 31, LAST = 131 }; /* as Tally.java weighs them */

struct slot {
    char *buffer;
    const char *path;
    int steps_left;
};

static struct io_uring ring;
static struct slot *slots;
static size_t buffer_bytes;
static uint64_t bytes, checksum;

static void __attribute__((noreturn)) fail(const char *what, int error)
{
    fprintf(stderr, "ceiling: %s: %s\n", what, strerror(error));
    exit(1);
}

static uint64_t clock_ns(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static char **read_list(const char *name, size_t *count)
{
    FILE *list = fopen(name, "r");
    char **paths = NULL, *line = NULL;
    size_t room = 0, length = 0;
    if (!list)
        fail(name, errno);
    for (*count = 0; getline(&line, &length, list) >= 0; line = NULL, length = 0) {
        if (*count == room) {
            room = room ? 2 * room : 1024;
            paths = realloc(paths, room * sizeof *paths);
            if (!paths)
                fail("the list", ENOMEM);
        }
        line[strcspn(line, "\n")] = 0;
        paths[(*count)++] = line;
    }
    fclose(list);
    return paths;
}

static void open_ring(unsigned depth, unsigned workers)
{
    struct io_uring_params params = {
        .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE,
        .cq_entries = 4 * STEPS * depth,
    };
    int result = io_uring_queue_init_params(STEPS * depth, &ring, &params);
    if (result < 0)
        fail("io_uring_setup", -result);
    result = io_uring_register_files_sparse(&ring, depth);
    if (result < 0)
        fail("the table of files", -result);
    if (workers) {
        unsigned most[2] = {workers, workers};
        result = io_uring_register_iowq_max_workers(&ring, most);
        if (result < 0)
            fail("the number of workers", -result);
    }
}

static void make_slots(unsigned depth)
{
    char *buffers;
    size_t stride = (buffer_bytes + 4095) / 4096 * 4096;
    slots = calloc(depth, sizeof *slots);
    if (!slots || posix_memalign((void **)&buffers, 4096, stride * depth) != 0)
        fail("the buffers", ENOMEM);
    memset(buffers, 0, stride * depth); /* in memory before the clock runs */
    for (unsigned i = 0; i < depth; i++)
        slots[i].buffer = buffers + stride * i;
}

static struct io_uring_sqe *next_sqe(void)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
    if (!sqe)
        fail("the submission queue is full", EBUSY);
    return sqe;
}

static void submit(unsigned index, const char *path)
{
    struct slot *slot = &slots[index];
    slot->path = path;
    slot->steps_left = STEPS;

    struct io_uring_sqe *sqe = next_sqe();
    io_uring_prep_openat_direct(sqe, AT_FDCWD, path, O_RDONLY, 0, index);
    sqe->flags |= IOSQE_IO_LINK;
    sqe->user_data = (uint64_t)index << 2 | OPEN;

    sqe = next_sqe();
    io_uring_prep_read(sqe, index, slot->buffer, buffer_bytes, 0);
    /* A read that gives less than the buffer holds breaks a plain link. */
    sqe->flags |= IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK;
    sqe->user_data = (uint64_t)index << 2 | READ;

    sqe = next_sqe();
    io_uring_prep_close_direct(sqe, index);
    sqe->user_data = (uint64_t)index << 2 | CLOSE;
}

/* Tells whether the slot is free again. */
static int completed(const struct io_uring_cqe *cqe)
{
    struct slot *slot = &slots[cqe->user_data >> 2];
    if (cqe->res < 0)
        fail(slot->path, -cqe->res);
    if ((cqe->user_data & 3) == READ) {
        unsigned length = cqe->res;
        if (length == buffer_bytes)
            fail(slot->path, EFBIG);
        bytes += length;
        if (length)
            checksum += length + FIRST * (uint64_t)(unsigned char)slot->buffer[0]
                + LAST * (uint64_t)(unsigned char)slot->buffer[length - 1];
    }
    return --slot->steps_left == 0;
}

static void read_all(char **paths, size_t count, unsigned depth)
{
    unsigned *free_slots = calloc(depth, sizeof *free_slots);
    unsigned free_count = 0;
    if (!free_slots)
        fail("the free slots", ENOMEM);
    while (free_count < depth) {
        free_slots[free_count] = free_count;
        free_count++;
    }
    for (size_t next = 0, done = 0; done < count;) {
        while (free_count && next < count)
            submit(free_slots[--free_count], paths[next++]);
        int result = io_uring_submit_and_wait(&ring, 1);
        if (result < 0 && result != -EINTR)
            fail("io_uring_enter", -result);
        struct io_uring_cqe *cqe;
        unsigned head, seen = 0;
        io_uring_for_each_cqe(&ring, head, cqe) {
            seen++;
            if (completed(cqe)) {
                free_slots[free_count++] = cqe->user_data >> 2;
                done++;
            }
        }
        io_uring_cq_advance(&ring, seen);
    }
    free(free_slots);
}

int main(int argument_count, char **arguments)
{
    size_t count;
    if (argument_count != 5) {
        fprintf(stderr, "usage: ceiling LIST DEPTH BUFFER_BYTES WORKERS\n");
        return 2;
    }
    char **paths = read_list(arguments[1], &count);
    unsigned depth = atoi(arguments[2]);
    buffer_bytes = strtoul(arguments[3], NULL, 10);
    open_ring(depth, atoi(arguments[4]));
    make_slots(depth);

    puts("ready");
    fflush(stdout);
    if (getchar() == EOF)
        return 1;
    uint64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID), start = clock_ns(CLOCK_MONOTONIC);
    read_all(paths, count, depth);
    uint64_t end = clock_ns(CLOCK_MONOTONIC);
    cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("{\"error\":\"\",\"nanos\":%llu,\"reads\":%zu,\"bytes\":%llu,\"checksum\":%llu,\"cpuNanos\":%llu,"
           "\"histograms\":{},\"values\":{},"
           "\"proof\":{\"backend\":\"\",\"ring\":false,\"ringReads\":0,\"cachedReads\":0,\"fallbackReads\":0}}\n",
           (unsigned long long)(end - start), count, (unsigned long long)bytes, (unsigned long long)checksum,
           (unsigned long long)cpu);
    return 0;
}
