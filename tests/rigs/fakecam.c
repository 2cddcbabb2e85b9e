/* A webcam without a kernel driver, for LD_PRELOAD into one process (or several: FAKECAM_NODES).

   Build:  gcc -shared -fPIC -O2 -o fakecam.so fakecam.c -ldl -lpthread
   Use:    FAKECAM_FRAMES=folder FAKECAM_CTL=file LD_PRELOAD=./fakecam.so python ...

   FAKECAM_FRAMES  folder of *.jpg, played in order of name, over and over
   FAKECAM_FILM    instead: one file of JPEGs end to end, beside it FILM.index (where each begins, and the end: uint64).
                   Read as it is shown, so an hour of it takes no memory. After the end the last picture stays.
   FAKECAM_BEGAN   with a film: CLOCK_MONOTONIC second of its first picture, so that several processes see the same at
                   the same moment (when the camera is first opened)
   FAKECAM_FPS     pictures a second (15)
   FAKECAM_NAME    what QUERYCAP calls the camera ("Fake Webcam")
   FAKECAM_CTL     file read again and again: "STATE [INDEX]". INDEX (0) is the number of the device node. STATE is
                   ok | stall (no frames) | hang (DQBUF never returns) | unplug | absent | busy | forbidden |
                   empty (frames of no bytes) | garbage (frames of rubbish) | torn (the first half of each frame) |
                   other (the pictures of FAKECAM_OTHER, of another size) | close (STREAMOFF never returns) |
                   meta (node without capture)
   FAKECAM_OTHER   folder of *.jpg, for the state "other"

   FAKECAM_NODES   folder of files video0, video1 ... that stand for the device nodes: several processes share the camera
                   as they share a real one. It streams to one of them, and /proc shows who has the file open and mapped.

   Like a real driver, and unlike a simple fake: a picture is taken at its tick into a buffer that is queued; when none is
   queued it is lost, so a program that reads slowly gets OLD pictures. Each open has a file of its own; whoever called
   REQBUFS owns the stream, everybody else is told EBUSY. The thread of it is called "fakecam". fakecam_tick() is the number of the newest picture,
   fakecam_opens() how often this process has opened the camera. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define BUFFERS 4
#define BUFFER_BYTES (2 * 1024 * 1024)
#define MAX_FDS 64
#define MAX_PICTURES 1024

static int (*real_open)(const char *, int, ...);
static int (*real_ioctl)(int, unsigned long, ...);
static int (*real_close)(int);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct { int fd, wfd, node; } opens[MAX_FDS];
static int owner = -1, streaming, ticking;
static char *buffer[BUFFERS];
static int queued[BUFFERS], queued_n, done[BUFFERS], done_n;
static struct { size_t bytes; unsigned sequence; struct timespec at; } filled[BUFFERS];
static struct { char *bytes; size_t n; } picture[MAX_PICTURES];
static int pictures;
static volatile unsigned tick, opened;
static int film = -1;
static unsigned long long *film_at; /* pictures + 1 places in the film */
static double film_began;

unsigned fakecam_tick(void) { return tick; }
unsigned fakecam_opens(void) { return opened; }

static void init(void) {
    if (real_open) return;
    real_ioctl = dlsym(RTLD_NEXT, "ioctl");
    real_close = dlsym(RTLD_NEXT, "close");
    real_mmap = dlsym(RTLD_NEXT, "mmap");
    real_open = dlsym(RTLD_NEXT, "open");
    for (int i = 0; i < MAX_FDS; i++) opens[i].fd = -1;
}

static int control(char *state, size_t size) { /* fills state, returns the index of the node */
    char text[64] = "ok", *space;
    const char *path = getenv("FAKECAM_CTL");
    if (path) {
        int f = real_open(path, O_RDONLY | O_CLOEXEC);
        if (f >= 0) {
            ssize_t n = read(f, text, sizeof text - 1);
            text[n > 0 ? n : 0] = 0;
            if (n <= 0) strcpy(text, "ok");
            real_close(f);
        }
    }
    text[strcspn(text, "\n")] = 0;
    space = strchr(text, ' ');
    if (space) *space = 0;
    snprintf(state, size, "%s", text);
    return space ? atoi(space + 1) : 0;
}

static int is(const char *wanted) {
    char state[32];
    control(state, sizeof state);
    return !strcmp(state, wanted);
}

static int entry(int fd) {
    for (int i = 0; fd >= 0 && i < MAX_FDS; i++)
        if (opens[i].fd == fd) return i;
    return -1;
}

static double fps(void) { return getenv("FAKECAM_FPS") ? atof(getenv("FAKECAM_FPS")) : 15; }

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void open_film(const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s.index", name);
    int f = real_open(path, O_RDONLY | O_CLOEXEC);
    off_t bytes = f < 0 ? 0 : lseek(f, 0, SEEK_END);
    film = real_open(name, O_RDONLY | O_CLOEXEC);
    film_at = malloc(bytes + 1);
    if (film >= 0 && bytes && pread(f, film_at, bytes, 0) == bytes) pictures = bytes / sizeof *film_at - 1;
    if (f >= 0) real_close(f);
    film_began = getenv("FAKECAM_BEGAN") ? atof(getenv("FAKECAM_BEGAN")) : now_s();
}

static size_t show_picture(char *into) { /* the bytes of the one that is due */
    if (film < 0) {
        memcpy(into, picture[tick % pictures].bytes, picture[tick % pictures].n);
        return picture[tick % pictures].n;
    }
    double passed_s = now_s() - film_began;
    int due = passed_s > 0 ? (int)(passed_s * fps()) : 0;
    if (due >= pictures) due = pictures - 1;
    ssize_t n = pread(film, into, film_at[due + 1] - film_at[due], film_at[due]);
    return n > 0 ? n : 0;
}

static void load_pictures(void) {
    char pattern[512];
    glob_t found;
    if (pictures) return;
    if (getenv("FAKECAM_FILM")) {
        open_film(getenv("FAKECAM_FILM"));
        return;
    }
    snprintf(pattern, sizeof pattern, "%s/*.jpg", getenv("FAKECAM_FRAMES"));
    if (glob(pattern, 0, 0, &found)) return;
    for (size_t i = 0; i < found.gl_pathc && pictures < MAX_PICTURES; i++) {
        int f = real_open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);
        char *bytes = malloc(BUFFER_BYTES);
        ssize_t n = read(f, bytes, BUFFER_BYTES);
        real_close(f);
        picture[pictures].bytes = realloc(bytes, n > 0 ? n : 1);
        picture[pictures++].n = n > 0 ? n : 0;
    }
    globfree(&found);
}

static size_t show_other(char *where) { /* the first picture of FAKECAM_OTHER */
    char pattern[512];
    glob_t found;
    size_t n = 0;
    snprintf(pattern, sizeof pattern, "%s/*.jpg", getenv("FAKECAM_OTHER"));
    if (glob(pattern, 0, 0, &found)) return 0;
    int f = real_open(found.gl_pathv[0], O_RDONLY | O_CLOEXEC);
    ssize_t got = read(f, where, BUFFER_BYTES);
    if (got > 0) n = got;
    real_close(f);
    globfree(&found);
    return n;
}

static void take_picture(void) { /* with the lock held */
    int at, i;
    char c = 1;
    if (!streaming || is("stall")) return;
    at = entry(owner);
    if (is("unplug") || is("hang")) { /* wake whoever waits: DQBUF will tell */
        if (at >= 0 && write(opens[at].wfd, &c, 1) < 0) return;
        return;
    }
    if (!queued_n || !pictures || at < 0) return; /* nobody gave a buffer back: this picture is lost */
    i = queued[0];
    memmove(queued, queued + 1, sizeof(int) * --queued_n);
    filled[i].bytes = is("other") ? show_other(buffer[i]) : show_picture(buffer[i]);
    if (is("torn")) filled[i].bytes /= 2;
    if (is("empty")) filled[i].bytes = 0;
    if (is("garbage")) memset(buffer[i], 0x5a, filled[i].bytes);
    filled[i].sequence = tick;
    clock_gettime(CLOCK_MONOTONIC, &filled[i].at);
    done[done_n++] = i;
    if (write(opens[at].wfd, &c, 1) < 0) return;
}

static void *run_ticker(void *unused) {
    struct timespec pause = {0, (long)(1e9 / fps()) - 1};
    (void)unused;
    pthread_setname_np(pthread_self(), "fakecam");
    for (;;) {
        nanosleep(&pause, 0);
        pthread_mutex_lock(&lock);
        tick++;
        take_picture();
        pthread_mutex_unlock(&lock);
    }
    return 0;
}

static int open_node(void) { /* -1: this process has the camera to itself */
    char path[512], state[32];
    if (!getenv("FAKECAM_NODES")) return -1;
    snprintf(path, sizeof path, "%s/video%d", getenv("FAKECAM_NODES"), control(state, sizeof state));
    int node = real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (node >= 0 && ftruncate(node, BUFFERS * BUFFER_BYTES)) perror(path);
    return node;
}

static int streams_elsewhere(int fd, int keep) { /* whether another process has the stream; takes it if asked to */
    int node = opens[entry(fd)].node;
    if (node < 0) return 0;
    if (flock(node, LOCK_EX | LOCK_NB)) return 1;
    if (!keep) flock(node, LOCK_UN);
    return 0;
}

static int open_camera(void) {
    int ends[2], node;
    pthread_t thread;
    if (is("absent") || is("unplug")) { errno = ENOENT; return -1; }
    if (is("forbidden")) { errno = EACCES; return -1; }
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC)) return -1;
    node = open_node();
    opened++;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MAX_FDS; i++)
        if (opens[i].fd < 0) { opens[i].fd = ends[0]; opens[i].wfd = ends[1]; opens[i].node = node; break; }
    load_pictures();
    if (!ticking) { ticking = 1; pthread_create(&thread, 0, run_ticker, 0); }
    pthread_mutex_unlock(&lock);
    return ends[0];
}

static int is_camera(const char *path) {
    char state[32], node[32];
    if (!(getenv("FAKECAM_FRAMES") || getenv("FAKECAM_FILM")) || strncmp(path, "/dev/video", 10)) return 0;
    snprintf(node, sizeof node, "/dev/video%d", control(state, sizeof state));
    return !strcmp(path, node);
}

int open(const char *path, int flags, ...) {
    va_list a;
    va_start(a, flags);
    int mode = va_arg(a, int);
    va_end(a);
    init();
    return is_camera(path) ? open_camera() : real_open(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list a;
    va_start(a, flags);
    int mode = va_arg(a, int);
    va_end(a);
    init();
    return is_camera(path) ? open_camera() : real_open(path, flags | O_LARGEFILE, mode);
}

int close(int fd) {
    init();
    pthread_mutex_lock(&lock);
    int i = entry(fd);
    if (i >= 0) {
        real_close(opens[i].wfd);
        if (opens[i].node >= 0) real_close(opens[i].node);
        opens[i].fd = -1;
        if (fd == owner) { owner = -1; streaming = queued_n = done_n = 0; }
    }
    pthread_mutex_unlock(&lock);
    return real_close(fd);
}

void *mmap(void *where, size_t n, int protection, int flags, int fd, off_t offset) {
    init();
    if (entry(fd) < 0) return real_mmap(where, n, protection, flags, fd, offset);
    int node = opens[entry(fd)].node;
    return buffer[offset / BUFFER_BYTES] =
               real_mmap(where, n, PROT_READ | PROT_WRITE, MAP_SHARED | (node < 0 ? MAP_ANONYMOUS : 0), node, node < 0 ? 0 : offset);
}

void *mmap64(void *where, size_t n, int protection, int flags, int fd, off_t offset) {
    return mmap(where, n, protection, flags, fd, offset);
}

static int fail(int error) { errno = error; return -1; }

static int query_capability(struct v4l2_capability *c) {
    const char *name = getenv("FAKECAM_NAME") ? getenv("FAKECAM_NAME") : "Fake Webcam";
    memset(c, 0, sizeof *c);
    strcpy((char *)c->driver, "fakecam");
    snprintf((char *)c->card, sizeof c->card, "%s", name);
    strcpy((char *)c->bus_info, "platform:fakecam");
    c->version = 0x50000;
    c->device_caps = (is("meta") ? V4L2_CAP_META_CAPTURE : V4L2_CAP_VIDEO_CAPTURE) | V4L2_CAP_STREAMING;
    c->capabilities = c->device_caps | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int get_format(struct v4l2_format *f) {
    if (f->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fail(EINVAL);
    f->fmt.pix.width = 640;
    f->fmt.pix.height = 480;
    f->fmt.pix.pixelformat = V4L2_PIX_FMT_MJPEG;
    f->fmt.pix.field = V4L2_FIELD_NONE;
    f->fmt.pix.bytesperline = 0;
    f->fmt.pix.sizeimage = BUFFER_BYTES;
    f->fmt.pix.colorspace = V4L2_COLORSPACE_JPEG;
    return 0;
}

static int request_buffers(int fd, struct v4l2_requestbuffers *r) {
    if (is("busy") || (owner >= 0 && owner != fd)) return fail(EBUSY);
    if (r->memory != V4L2_MEMORY_MMAP) return fail(EINVAL);
    if (streams_elsewhere(fd, r->count > 0)) return fail(EBUSY);
    if (r->count > BUFFERS) r->count = BUFFERS;
    r->capabilities = 0;
    owner = r->count ? fd : -1;
    queued_n = done_n = 0;
    return 0;
}

static int dequeue(struct v4l2_buffer *b) {
    char c;
    while (is("hang")) { /* the lock is not held while it hangs, so that the rest of the program goes on */
        pthread_mutex_unlock(&lock);
        usleep(20000);
        pthread_mutex_lock(&lock);
    }
    if (is("unplug")) return fail(ENODEV);
    if (owner < 0 || !streaming) return fail(EINVAL);
    if (read(owner, &c, 1) != 1 || !done_n) return fail(EAGAIN);
    int i = done[0];
    memmove(done, done + 1, sizeof(int) * --done_n);
    b->index = i;
    b->bytesused = filled[i].bytes;
    b->length = BUFFER_BYTES;
    b->flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    b->field = V4L2_FIELD_NONE;
    b->sequence = filled[i].sequence;
    b->timestamp.tv_sec = filled[i].at.tv_sec;
    b->timestamp.tv_usec = filled[i].at.tv_nsec / 1000;
    b->m.offset = i * BUFFER_BYTES;
    return 0;
}

static int camera_ioctl(int fd, unsigned long request, void *p) {
    struct v4l2_buffer *b = p;
    switch ((unsigned)request) {
    case (unsigned)VIDIOC_QUERYCAP:
        return query_capability(p);
    case (unsigned)VIDIOC_ENUMINPUT:
        if (((struct v4l2_input *)p)->index) return fail(EINVAL);
        strcpy((char *)((struct v4l2_input *)p)->name, "Camera 1");
        ((struct v4l2_input *)p)->type = V4L2_INPUT_TYPE_CAMERA;
        ((struct v4l2_input *)p)->status = 0;
        return 0;
    case (unsigned)VIDIOC_G_INPUT:
        *(int *)p = 0;
        return 0;
    case (unsigned)VIDIOC_S_INPUT:
        return 0;
    case (unsigned)VIDIOC_ENUM_FMT:
        if (((struct v4l2_fmtdesc *)p)->index) return fail(EINVAL);
        ((struct v4l2_fmtdesc *)p)->flags = V4L2_FMT_FLAG_COMPRESSED;
        strcpy((char *)((struct v4l2_fmtdesc *)p)->description, "Motion-JPEG");
        ((struct v4l2_fmtdesc *)p)->pixelformat = V4L2_PIX_FMT_MJPEG;
        return 0;
    case (unsigned)VIDIOC_S_FMT:
        if (is("busy") || (owner >= 0 && owner != fd)) return fail(EBUSY);
        return get_format(p);
    case (unsigned)VIDIOC_TRY_FMT:
    case (unsigned)VIDIOC_G_FMT:
        return get_format(p);
    case (unsigned)VIDIOC_G_PARM:
    case (unsigned)VIDIOC_S_PARM:
        ((struct v4l2_streamparm *)p)->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        ((struct v4l2_streamparm *)p)->parm.capture.timeperframe.numerator = 1;
        ((struct v4l2_streamparm *)p)->parm.capture.timeperframe.denominator = 15;
        return 0;
    case (unsigned)VIDIOC_REQBUFS:
        return request_buffers(fd, p);
    case (unsigned)VIDIOC_QUERYBUF:
        if (b->index >= BUFFERS) return fail(EINVAL);
        b->length = BUFFER_BYTES;
        b->m.offset = b->index * BUFFER_BYTES;
        b->flags = 0;
        b->bytesused = 0;
        return 0;
    case (unsigned)VIDIOC_QBUF:
        if (queued_n < BUFFERS) queued[queued_n++] = b->index;
        return 0;
    case (unsigned)VIDIOC_STREAMON:
        if (is("busy") || owner != fd) return fail(EBUSY);
        streaming = 1;
        return 0;
    case (unsigned)VIDIOC_STREAMOFF:
        while (is("close")) { pthread_mutex_unlock(&lock); usleep(20000); pthread_mutex_lock(&lock); }
        if (owner == fd) streaming = queued_n = done_n = 0;
        return 0;
    case (unsigned)VIDIOC_DQBUF:
        return fd == owner ? dequeue(b) : fail(EINVAL);
    default:
        return fail(ENOTTY);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    va_list a;
    int answer, error;
    va_start(a, request);
    void *p = va_arg(a, void *);
    va_end(a);
    init();
    pthread_mutex_lock(&lock);
    if (entry(fd) < 0) {
        pthread_mutex_unlock(&lock);
        return real_ioctl(fd, request, p);
    }
    answer = is("unplug") && (unsigned)request != (unsigned)VIDIOC_DQBUF ? fail(ENODEV) : camera_ioctl(fd, request, p);
    error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return answer;
}
