import CCurl
import Core

extension Transfer {
    /// Sets every option of the request on a handle that has none.
    ///
    /// False when one was not taken: then nothing may be sent.
    func setOptions(for call: HTTPCall, authorities: String?) -> Bool {
        setSafety(authorities)
        setLimits(call.limits)
        setCallbacks()
        easy.set(CURLOPT_URL, call.url)
        setIdentity(call.identity)
        if let envelope = call.envelope { return setMail(envelope, size: call.body.count) && easy.isSound }
        setMethod(call.method, body: call.body)
        return setHeaders(call.headers) && easy.isSound
    }

    /// What holds for every request.
    ///
    /// Cookies, HSTS, Alt-Svc, content decoding and authentication are off in libcurl until asked for. No low-speed
    /// limit: waiting for an answer is 0 bytes a second and has a time limit.
    private func setSafety(_ authorities: String?) {
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        // the empty text also switches off proxies named in the environment
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // one request on a connection at a time: when it breaks, the fate of one call is unknown, not of a hundred
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        easy.set(CURLOPT_MAXAGE_CONN, Self.idleConnectionSeconds)
        easy.set(CURLOPT_NOSIGNAL, 1)
        // do not wait for a slow resolver when a transfer is given up: it would hold all others
        easy.set(CURLOPT_QUICK_EXIT, 1)
        setAuthorities(authorities)
    }

    /// A connection is used again only by calls that show the same certificate: libcurl compares the bytes.
    private func setIdentity(_ identity: ClientIdentity?) {
        guard let identity else { return }
        easy.setBlob(CURLOPT_SSLCERT_BLOB, identity.certificate.reveal())
        easy.setBlob(CURLOPT_SSLKEY_BLOB, identity.key.reveal())
    }

    private func setAuthorities(_ file: String?) {
        guard let file else { return }
        easy.set(CURLOPT_CAINFO, file)
        unsafe easy.setPointer(CURLOPT_CAPATH, nil)
    }

    /// Seconds an idle connection is used again.
    ///
    /// Short, since servers close idle connections, and a request lost in that race cannot be told from one that was
    /// taken.
    private static let idleConnectionSeconds = 15

    private func setLimits(_ limits: CallLimits) {
        easy.set(CURLOPT_TIMEOUT_MS, Self.milliseconds(limits.totalTimeout))
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(limits.connectTimeout))
    }

    /// At least one, since 0 means "no limit" to libcurl, and at most what it can count to.
    private static func milliseconds(_ span: TimeSpan) -> Int {
        Int(min(max(span.microseconds / 1000, 1), Int64(Int32.max)))
    }

    private func setCallbacks() {
        let myself = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe easy.setPointer(CURLOPT_PRIVATE, myself)
        unsafe easy.setPointer(CURLOPT_WRITEDATA, myself)
        unsafe easy.setPointer(CURLOPT_HEADERDATA, myself)
        unsafe easy.setPointer(CURLOPT_PREREQDATA, myself)
        unsafe easy.setPointer(CURLOPT_OPENSOCKETDATA, myself)
        unsafe easy.setSink(CURLOPT_WRITEFUNCTION, TransferCallbacks.body)
        unsafe easy.setSink(CURLOPT_HEADERFUNCTION, TransferCallbacks.header)
        unsafe easy.setPrerequisite(TransferCallbacks.start)
        unsafe easy.setOpenSocket(TransferCallbacks.openSocket)
    }

    private func setMethod(_ method: String, body: [UInt8]) {
        switch method {
        case "HEAD": easy.set(CURLOPT_NOBODY, 1)
        case "GET" where body.isEmpty: easy.set(CURLOPT_HTTPGET, 1)
        case "DELETE" where body.isEmpty: easy.set(CURLOPT_CUSTOMREQUEST, method)
        default:
            easy.set(CURLOPT_POST, 1)
            easy.setBody(body)
            if method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, method) }
        }
    }

    private func setHeaders(_ fields: [(name: String, value: String)]) -> Bool {
        lines = LineList(headers: fields)
        return setLines(CURLOPT_HTTPHEADER)
    }

    /// Sets ``lines``, which must live as long as the transfer: libcurl does not copy them.
    func setLines(_ option: CURLoption) -> Bool {
        switch lines {
        case .some(let list): unsafe list.withList { unsafe easy.setList(option, $0) }
        case .none: return false
        }
        return true
    }
}
