import CCurl
import Core

/// What the transport's thread does: start what is queued, drive all transfers, answer those that ended.
///
/// Lives on that thread from ``run()`` on.
struct CurlLoop {
    private let queue: OrderQueue
    private let multi: MultiHandle
    private let authorities: String?
    private var orders: [Order] = []
    private var underWay: [Transfer] = []
    private var atRest: [Transfer] = []
    private var ended: [(answer: CheckedContinuation<CallResult, Never>, result: CallResult)] = []

    /// A loop that has not begun.
    init(queue: OrderQueue, multi: MultiHandle, authorities: String?) {
        self.queue = queue
        self.multi = multi
        self.authorities = authorities
    }

    /// Serves until the queue says stop; then ends everything.
    mutating func run() {
        while queue.take(into: &orders) {
            beginOrders()
            multi.advance()
            collectEnded()
            answerEnded()
            multi.wait()
        }
        abandonAll()
        answerEnded()
    }

    private mutating func beginOrders() {
        for order in orders { begin(order) }
        orders.removeAll(keepingCapacity: true)
    }

    private mutating func begin(_ order: Order) {
        guard let transfer = atRest.popLast() ?? Transfer() else {
            ended.append((order.answer, .neverSent(.connectFailed)))
            return
        }
        if let problem = transfer.prepare(order, authorities: authorities) {
            finish(transfer, .neverSent(problem))
        } else if multi.add(transfer) {
            transfer.place = underWay.count
            underWay.append(transfer)
        } else {
            finish(transfer, .neverSent(.connectFailed))
        }
    }

    private mutating func collectEnded() {
        while let (transfer, code) = multi.nextEnded() {
            let result = transfer.result(of: code)
            takeOut(transfer)
            finish(transfer, result)
        }
    }

    private mutating func takeOut(_ transfer: Transfer) {
        multi.remove(transfer)
        underWay.swapAt(transfer.place, underWay.count - 1)
        underWay[transfer.place].place = transfer.place
        underWay.removeLast()
    }

    private mutating func finish(_ transfer: Transfer, _ result: CallResult) {
        if let answer = transfer.rest() { ended.append((answer, result)) }
        if atRest.count < Self.restingLimit { atRest.append(transfer) }
    }

    private mutating func answerEnded() {
        for (answer, result) in ended { answer.resume(returning: result) }
        ended.removeAll(keepingCapacity: true)
    }

    private mutating func abandonAll() {
        for order in orders { ended.append((order.answer, .neverSent(.stopped))) }
        orders.removeAll()
        while let transfer = underWay.last {
            takeOut(transfer)
            finish(transfer, CallEnding.ended(.stopped, transfer.gate))
        }
        atRest.removeAll()
    }

    /// Handles kept for later requests.
    private static let restingLimit = 256
}
