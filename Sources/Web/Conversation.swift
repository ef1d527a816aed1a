import NIOCore

/// How long a client may take; each limit is absolute, however often a byte arrives.
struct Deadlines: Sendable {
    /// For the head of a request, from its first byte.
    var head = TimeAmount.seconds(10)
    /// For the body, from the end of its head.
    var body = TimeAmount.seconds(30)
    /// For taking the last answer before the connection closes.
    var farewell = TimeAmount.seconds(30)
    /// For reading an answer that has been written, before what the client still sends is met with a reset.
    var linger = TimeAmount.milliseconds(500)
}

/// Where a connection stands between requests and answers, and what follows from it; no I/O.
struct Conversation {
    private enum Phase {
        case quiet
        case head(until: NIODeadline)
        case body(until: NIODeadline)
        case over(until: NIODeadline)
    }

    /// What to do when a deadline has passed.
    enum Expiry {
        case wait
        case refuse
        case hangUp
    }

    let deadlines: Deadlines
    private var phase = Phase.quiet
    /// Requests whose head was read and whose answer is not written to its end.
    private var unanswered = 0
    private var isAnswering = false
    private var isLastAnswer = false
    /// Whether a part was read since the last pause of the socket.
    private var hasReadPart = false

    init(deadlines: Deadlines) {
        self.deadlines = deadlines
    }

    var isOver: Bool { if case .over = phase { true } else { false } }

    /// Whether a request that cannot be read may be refused here: nobody else is to answer first.
    var mayRefuse: Bool { unanswered == 0 && !isOver }

    /// When the client must be done with what it is at.
    var deadline: NIODeadline? {
        switch phase {
        case .quiet: nil
        case .head(let until), .body(let until), .over(let until): until
        }
    }

    mutating func readHead(at now: NIODeadline) {
        phase = .body(until: now + deadlines.body)
        unanswered += 1
        hasReadPart = true
    }

    mutating func readBody() { hasReadPart = true }

    mutating func readEnd() {
        phase = .quiet
        hasReadPart = true
    }

    /// Bytes came; without a part of a request they are the beginning of a head.
    mutating func readPause(at now: NIODeadline) {
        if case .quiet = phase, !hasReadPart { phase = .head(until: now + deadlines.head) }
        hasReadPart = false
    }

    /// Says whether this answer is the last: it says so itself, or its request has not been read to its end.
    mutating func writeHead(closes: Bool) -> Bool {
        isAnswering = true
        isLastAnswer = closes || isBodyOpen
        return isLastAnswer
    }

    /// Says whether this answer was the last; from then on nothing is read or written.
    mutating func writeEnd(at now: NIODeadline) -> Bool {
        let isLast = isLastAnswer || isBodyOpen
        if unanswered > 0 { unanswered -= 1 }
        isAnswering = false
        if isLast { phase = .over(until: now + deadlines.farewell) }
        return isLast
    }

    /// The last answer has left.
    mutating func saidFarewell(at now: NIODeadline) { phase = .over(until: now + deadlines.linger) }

    /// A client that waits for the answer to an earlier request is not late with the next.
    mutating func expire(at now: NIODeadline) -> Expiry {
        switch phase {
        case .quiet: return .wait
        case .over: return .hangUp
        case .head where unanswered > 0:
            phase = .head(until: now + deadlines.head)
            return .wait
        case .body where unanswered > 1:
            phase = .body(until: now + deadlines.body)
            return .wait
        case .head, .body: return isAnswering ? .hangUp : .refuse
        }
    }

    /// Whether the request that is being answered is still being read.
    private var isBodyOpen: Bool { if case .body = phase { unanswered == 1 } else { false } }
}
