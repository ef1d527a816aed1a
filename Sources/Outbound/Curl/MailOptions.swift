import CCurl
import Core

extension Transfer {
    /// Sets what makes a transfer the sending of a mail; false when memory is short.
    func setMail(_ envelope: MailEnvelope, size: Int) -> Bool {
        easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        easy.set(CURLOPT_USE_SSL, Int((envelope.isPlain ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        if let login = envelope.login {
            easy.set(CURLOPT_USERNAME, login.user.reveal())
            easy.set(CURLOPT_PASSWORD, login.password.reveal())
        }
        easy.set(CURLOPT_MAIL_FROM, envelope.sender)
        easy.set(CURLOPT_UPLOAD, 1)
        unsafe easy.setPointer(CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
        unsafe easy.setSource(TransferCallbacks.upload, size: size)
        lines = LineList([envelope.recipient])
        return setLines(CURLOPT_MAIL_RCPT)
    }

    /// Takes a header line of the reply, or a line of a mail server; false when there are too many.
    func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        guard mail != nil else { return unsafe reply.takeHeaderLine(line) }
        unsafe mail?.takeReplyLine(line)
        return true
    }
}
