import Core

/// Posts callbacks one after the other, in the order they are due.
///
/// One of it runs per server.
struct CallbackDelivery: Sendable {
    /// How often the clock is looked at.
    ///
    /// It may be a clock that jumps, so nothing is ever slept through.
    private static let interval = Duration.milliseconds(20)
    /// Waits between tries while the daemon cannot be reached or has trouble: about twelve seconds in all.
    private static let waits: [Duration] = [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000].map { .milliseconds($0) }

    let queue: CallbackQueue
    let clock: any WallClock
    let transport: any HTTPTransport

    /// Delivers until cancelled.
    func run() async {
        while !Task.isCancelled {
            while let entry = queue.next(at: clock.now) {
                let isDelivered = await deliver(entry)
                entry.provider.noteCallback(isDelivered: isDelivered)
                queue.finish()
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func deliver(_ entry: CallbackQueue.Entry) async -> Bool {
        for wait in Self.waits {
            if let isDelivered = await attempt(entry) { return isDelivered }
            do {
                try await Task.sleep(for: wait)
            } catch {
                return false
            }
        }
        return await attempt(entry) ?? false
    }

    /// Whether it arrived; nil when it is worth another try.
    private func attempt(_ entry: CallbackQueue.Entry) async -> Bool? {
        guard let call = entry.provider.signedCall(entry.callback.outgoing, at: clock.now) else { return false }
        switch await transport.send(call) {
        case .replied(let reply) where reply.status >= 500: return nil
        case .replied(let reply): return (200..<300).contains(reply.status)
        case .neverSent(.malformedRequest): return false
        case .neverSent, .lost: return nil
        }
    }
}
