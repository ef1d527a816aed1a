import CRE2

/// A compiled regular expression in RE2's syntax, matched in time linear in the text.
///
/// Owns RE2's object. Unchecked Sendable: RE2 locks its caches itself, and nothing else changes after `init`.
@safe final class Pattern: @unchecked Sendable {
    private let handle: OpaquePointer
    /// Size of the program, in RE2's instructions.
    let size: Int
    /// Groups that capture.
    let groupCount: Int

    /// Compiles a text within ``PatternLimits``.
    init(_ text: Text) throws(PatternRefusal) {
        if let refusal = PatternLimits.refusal(of: text) { throw refusal }
        let memory = PatternLimits.memory
        guard let handle = unsafe text.withBytes({ unsafe cre2_compile($0.baseAddress, $0.count, memory) }) else {
            throw PatternRefusal("there is no memory for the regular expression")
        }
        unsafe self.handle = handle
        size = Int(unsafe cre2_program_size(handle))
        groupCount = Int(unsafe cre2_group_count(handle))
        if let refusal = unsafe Self.refusal(by: handle) ?? PatternLimits.refusal(ofSize: size) { throw refusal }
    }

    deinit { unsafe cre2_free(handle) }

    private static func refusal(by handle: OpaquePointer) -> PatternRefusal? {
        var refusal = unsafe cre2_refusal()
        guard unsafe cre2_is_refused(handle, &refusal) else { return nil }
        let words = unsafe UnsafeBufferPointer(start: refusal.text, count: refusal.length)
        let reason = unsafe String(decoding: words.prefix(refusal.reason_length), as: UTF8.self)
        let message = unsafe String(decoding: words, as: UTF8.self)
        return PatternRefusal(
            "not a regular expression of RE2: \(reason)",
            quoting: "not a regular expression of RE2: \(message)",
            size: unsafe refusal.is_too_large ? PatternLimits.largestInMemory : 0
        )
    }
}

extension Pattern {
    /// Whether it matches anywhere; nil when there was no memory.
    func matches(_ text: Text) -> Bool? {
        let answer = unsafe text.withBytes { unsafe cre2_matches(handle, $0.baseAddress, $0.count) }
        return answer == CRE2_FAILED ? nil : answer == CRE2_YES
    }

    /// The outcome of a search.
    enum Found {
        case match(Range<Int>)
        case nothing
        /// There was no memory.
        case failure
    }

    /// The leftmost match that begins at `start` or later.
    func first(in text: Text, from start: Int) -> Found {
        var span = cre2_span()
        let answer = unsafe text.withBytes { unsafe cre2_find(handle, $0.baseAddress, $0.count, start, &span) }
        if answer == CRE2_FAILED { return .failure }
        guard answer == CRE2_YES, let range = span.range else { return .nothing }
        return .match(range)
    }

    /// What the groups hold in a match that was found, up to group `highest`; nil when there was no memory.
    func groups(of match: Range<Int>, in text: Text, upTo highest: Int) -> Groups? {
        var groups = cre2_groups()
        let span = cre2_span(start: match.lowerBound, end: match.upperBound)
        let last = Int32(clamping: highest)
        let answer = unsafe text.withBytes {
            unsafe cre2_groups_of(handle, $0.baseAddress, $0.count, span, last, &groups)
        }
        return answer == CRE2_YES ? Groups(groups) : nil
    }

    /// The places of groups 0 to 9.
    struct Groups {
        private let groups: cre2_groups

        fileprivate init(_ groups: cre2_groups) { self.groups = groups }

        /// Where a group matched; nil when it took no part.
        subscript(_ number: Int) -> Range<Int>? {
            unsafe withUnsafeBytes(of: groups.spans) { bytes in
                let spans = unsafe bytes.bindMemory(to: cre2_span.self)
                return unsafe spans.indices.contains(number) ? spans[number].range : nil
            }
        }
    }
}

extension cre2_span {
    fileprivate var range: Range<Int>? { start >= 0 && start <= end ? start..<end : nil }
}
