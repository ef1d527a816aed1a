#include "CRE2.h"

#include <re2/re2.h>
#include <re2/stringpiece.h>

#include <string>

struct cre2_pattern {
    RE2 expression;
};

namespace {

// A text without bytes may come as NULL, with which RE2 cannot tell an empty match from none.
re2::StringPiece piece(const uint8_t *bytes, size_t length) {
    return re2::StringPiece(bytes == nullptr ? "" : reinterpret_cast<const char *>(bytes), length);
}

cre2_span span(const re2::StringPiece &text, const re2::StringPiece &part) {
    if (part.data() == nullptr) return cre2_span{-1, -1};
    const ptrdiff_t start = part.data() - text.data();
    return cre2_span{start, start + static_cast<ptrdiff_t>(part.size())};
}

// What the standard library throws must not reach Swift.
template <typename Work>
int guarded(Work work) noexcept {
    try {
        return work() ? CRE2_YES : CRE2_NO;
    } catch (...) {
        return CRE2_FAILED;
    }
}

}  // namespace

cre2_pattern *cre2_compile(const uint8_t *pattern, size_t length, int64_t memory) {
    try {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(memory);
        return new cre2_pattern{{piece(pattern, length), options}};
    } catch (...) {
        return nullptr;
    }
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }

bool cre2_is_refused(const cre2_pattern *pattern, cre2_refusal *refusal) {
    if (pattern->expression.ok()) return false;
    const std::string &text = pattern->expression.error();
    const std::string &quoted = pattern->expression.error_arg();
    const size_t tail = quoted.empty() ? 0 : quoted.size() + 2;  // ": " and the quote
    refusal->text = reinterpret_cast<const uint8_t *>(text.data());
    refusal->length = text.size();
    refusal->reason_length = text.size() > tail ? text.size() - tail : 0;
    refusal->is_too_large = pattern->expression.error_code() == RE2::ErrorPatternTooLarge;
    return true;
}

int cre2_program_size(const cre2_pattern *pattern) { return pattern->expression.ProgramSize(); }

int cre2_group_count(const cre2_pattern *pattern) { return pattern->expression.NumberOfCapturingGroups(); }

int cre2_matches(const cre2_pattern *pattern, const uint8_t *text, size_t length) {
    return guarded([&] {
        return pattern->expression.Match(piece(text, length), 0, length, RE2::UNANCHORED, nullptr, 0);
    });
}

int cre2_find(const cre2_pattern *pattern, const uint8_t *text, size_t length, size_t start, cre2_span *match) {
    if (start > length) return CRE2_NO;
    return guarded([&] {
        const re2::StringPiece whole = piece(text, length);
        re2::StringPiece found;
        if (!pattern->expression.Match(whole, start, length, RE2::UNANCHORED, &found, 1)) return false;
        *match = span(whole, found);
        return true;
    });
}

int cre2_groups_of(const cre2_pattern *pattern, const uint8_t *text, size_t length, cre2_span match, int highest,
                   cre2_groups *groups) {
    if (match.start < 0 || match.end < match.start || static_cast<size_t>(match.end) > length) return CRE2_NO;
    return guarded([&] {
        const re2::StringPiece whole = piece(text, length);
        const int count = highest < 0 ? 1 : highest >= CRE2_GROUPS ? CRE2_GROUPS : highest + 1;
        re2::StringPiece parts[CRE2_GROUPS];
        // Anchored at both ends of the match: the work grows with the match, not with the text behind it.
        if (!pattern->expression.Match(whole, match.start, match.end, RE2::ANCHOR_BOTH, parts, count)) return false;
        for (int index = 0; index < CRE2_GROUPS; index++) groups->spans[index] = span(whole, parts[index]);
        return true;
    });
}
