/* RE2 behind C: compile, match, find, groups. No call throws, and none writes to a log.

   A pattern may be used by any number of threads at once. Texts are UTF-8 and may hold NUL. Answers are CRE2_YES, CRE2_NO
   or CRE2_FAILED: there was no memory. */
#ifndef THROUGHLINE_CRE2_H
#define THROUGHLINE_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CRE2_FAILED = -1, CRE2_NO = 0, CRE2_YES = 1 };

/* Groups that can be asked for: the match itself and nine more, as many as a replacement can name. */
enum { CRE2_GROUPS = 10 };

typedef struct cre2_pattern cre2_pattern;

/* Bytes of a text; start is -1 for a group that took no part. */
typedef struct {
    ptrdiff_t start;
    ptrdiff_t end;
} cre2_span;

typedef struct {
    cre2_span spans[CRE2_GROUPS];
} cre2_groups;

/* Why a pattern was refused. The first reason_length bytes of the text are RE2's own words, the rest quotes the pattern.
   is_too_large: the program did not fit into the memory. */
typedef struct {
    const uint8_t *text;
    size_t length;
    size_t reason_length;
    bool is_too_large;
} cre2_refusal;

/* memory: what RE2 may use for the pattern and its automata, in bytes. NULL: there was none. */
cre2_pattern *cre2_compile(const uint8_t *pattern, size_t length, int64_t memory);
void cre2_free(cre2_pattern *pattern);

/* Whether the pattern was refused, and why; lives as long as the pattern. */
bool cre2_is_refused(const cre2_pattern *pattern, cre2_refusal *refusal);

/* In RE2's instructions. */
int cre2_program_size(const cre2_pattern *pattern);
int cre2_group_count(const cre2_pattern *pattern);

/* Whether the pattern matches anywhere. */
int cre2_matches(const cre2_pattern *pattern, const uint8_t *text, size_t length);

/* The leftmost match that begins at start or later. */
int cre2_find(const cre2_pattern *pattern, const uint8_t *text, size_t length, size_t start, cre2_span *match);

/* The groups of a match that was found, up to the one of this number. */
int cre2_groups_of(const cre2_pattern *pattern, const uint8_t *text, size_t length, cre2_span match, int highest,
                   cre2_groups *groups);

#ifdef __cplusplus
}
#endif

#endif
