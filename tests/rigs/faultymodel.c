/* A pose model that hangs or crashes in native code, for LD_PRELOAD into a program with mediapipe.

   Build:  gcc -shared -fPIC -O2 -o faultymodel.so faultymodel.c -ldl
   Use:    FAULTYMODEL_CTL=file LD_PRELOAD=./faultymodel.so python ...

   FAULTYMODEL_CTL  file read before each look and each loading: ok | hang (never returns) | hold (never returns, and
                    keeps Python's own lock: no thread of the program runs on) | segv | abort | load (loading hangs) |
                    slow (loading keeps a processor busy for FAULTYMODEL_SLOW_S seconds of the clock)

   What hangs hangs for good, whatever the file says later. The file FAULTYMODEL_CTL-began is made when it begins.

   mediapipe finds its functions by dlsym; this one hands out its own in their place. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef int (*Call)(void *, void *, void *, void *, void *);
static Call real_detect, real_create;

static void *find(void *library, const char *name) {
    static void *(*real)(void *, const char *);
    const char *versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"};
    for (int i = 0; i < 3 && !real; i++) *(void **)&real = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return real(library, name);
}

static int is(const char *wanted) {
    char text[16] = {0};
    int file = open(getenv("FAULTYMODEL_CTL"), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t n = read(file, text, sizeof text - 1);
    close(file);
    return n > 0 && !strcmp(text, wanted);
}

static void begin(void) { /* the file CTL-began says that it has happened */
    char path[512];
    snprintf(path, sizeof path, "%s-began", getenv("FAULTYMODEL_CTL"));
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static void misbehave(void) {
    if (is("abort") || is("segv") || is("hold") || is("hang")) begin();
    if (is("abort")) abort();
    if (is("segv")) *(volatile int *)0 = 1;
    if (is("hold")) {
        int (*take)(void);
        *(void **)&take = find(RTLD_DEFAULT, "PyGILState_Ensure");
        if (take) take();
        for (;;) pause();
    }
    if (is("hang"))
        for (;;) pause();
}

static int detect(void *a, void *b, void *c, void *d, void *e) {
    misbehave();
    return real_detect(a, b, c, d, e);
}

static int create(void *a, void *b, void *c, void *d, void *e) {
    if (is("load")) {
        begin();
        for (;;) pause();
    }
    if (is("slow")) {
        begin();
        time_t began = time(NULL);
        while (time(NULL) - began < atoi(getenv("FAULTYMODEL_SLOW_S"))) {}
    }
    return real_create(a, b, c, d, e);
}

void *dlsym(void *library, const char *name) {
    void *found = find(library, name);
    if (!found || !getenv("FAULTYMODEL_CTL")) return found;
    if (!strcmp(name, "MpPoseLandmarkerDetectImage")) { real_detect = (Call)found; return (void *)detect; }
    if (!strcmp(name, "MpPoseLandmarkerCreate")) { real_create = (Call)found; return (void *)create; }
    return found;
}
