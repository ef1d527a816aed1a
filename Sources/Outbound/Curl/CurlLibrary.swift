import CCurl

/// The libcurl that this process is linked with.
enum CurlLibrary {
    /// Whether it was set up and has what we count on.
    ///
    /// Decided once.
    static let isFit: Bool = {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK,
            let version = unsafe curl_version_info(CURLVERSION_FIRST)
        else { return false }
        let features = unsafe version.pointee.features
        return unsafe version.pointee.version_num >= oldest && features & needed == needed
    }()

    /// 7.87.0, for `CURLOPT_QUICK_EXIT`.
    private static let oldest: UInt32 = 0x07_57_00

    private static let needed = CURL_VERSION_SSL | CURL_VERSION_ASYNCHDNS | CURL_VERSION_IPV6 | CURL_VERSION_THREADSAFE
}
