import CCurl

/// One `CURL *`, used on the transport's thread only.
///
/// Collects the first error of the options set on it, so that a list of them reads as a list.
@safe
struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private var problem = CURLE_OK

    /// A new handle; nil when memory is short.
    init?() {
        guard let raw = unsafe curl_easy_init() else { return nil }
        unsafe self.raw = unsafe raw
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
    }

    /// Whether every option since the last ``reset()`` was taken.
    var isSound: Bool { problem == CURLE_OK }

    /// Forgets all options; keeps connections, names and sessions.
    mutating func reset() {
        unsafe curl_easy_reset(raw)
        problem = CURLE_OK
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(unsafe tl_easy_set_long(raw, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        note(unsafe tl_easy_set_text(raw, option, value))
    }

    /// Sets a body of any size; libcurl copies it.
    mutating func setBody(_ body: [UInt8]) {
        note(unsafe tl_easy_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        note(unsafe body.isEmpty ? tl_easy_set_text(raw, CURLOPT_COPYPOSTFIELDS, "") : copy(body))
    }

    /// Sets an option that takes bytes; libcurl copies them, and frees the copy at ``reset()``.
    mutating func setBlob(_ option: CURLoption, _ text: String) {
        var text = text
        note(text.withUTF8 { unsafe tl_easy_set_blob(raw, option, $0.baseAddress, $0.count) })
    }

    mutating func setPointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        note(unsafe tl_easy_set_pointer(raw, option, value))
    }

    mutating func setList(_ option: CURLoption, _ list: UnsafeMutablePointer<curl_slist>?) {
        note(unsafe tl_easy_set_list(raw, option, list))
    }

    mutating func setSink(_ option: CURLoption, _ callback: @escaping curl_write_callback) {
        note(unsafe tl_easy_set_sink(raw, option, callback))
    }

    /// Sets who hands over so many bytes to be sent.
    mutating func setSource(_ callback: @escaping curl_read_callback, size: Int) {
        note(unsafe tl_easy_set_size(raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(size)))
        note(unsafe tl_easy_set_source(raw, callback))
    }

    mutating func setPrerequisite(_ callback: @escaping curl_prereq_callback) {
        note(unsafe tl_easy_set_prereq(raw, callback))
    }

    mutating func setOpenSocket(_ callback: @escaping curl_opensocket_callback) {
        note(unsafe tl_easy_set_opensocket(raw, callback))
    }

    /// The status of the last reply, or the last code of a mail server; 0 before there is one.
    func status() -> Int {
        var status = 0
        unsafe tl_easy_get_long(raw, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private func copy(_ body: [UInt8]) -> CURLcode {
        unsafe body.withUnsafeBytes { unsafe tl_easy_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    }

    private mutating func note(_ code: CURLcode) {
        if problem == CURLE_OK { problem = code }
    }
}
