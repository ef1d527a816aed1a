import NIOCore
import Testing

@testable import Web

@Suite("Where a connection stands") struct ConversationTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var conversation = Conversation(deadlines: Deadlines())

    @Test("bytes without a part begin a head; the rest of a read that brought a part does not")
    mutating func headBegins() {
        conversation.readHead(at: start)
        conversation.readEnd()
        conversation.readPause(at: start)
        #expect(conversation.deadline == nil)
        conversation.readPause(at: start)
        conversation.readPause(at: start + .seconds(5))
        #expect(conversation.deadline == start + .seconds(10))
    }

    @Test("the time for a body does not begin anew with its parts")
    mutating func bodyIsAbsolute() {
        conversation.readHead(at: start)
        for second in 1...20 {
            conversation.readBody()
            conversation.readPause(at: start + .seconds(Int64(second)))
        }
        #expect(conversation.deadline == start + .seconds(30))
        #expect(conversation.expire(at: start + .seconds(30)) == .refuse)
    }

    @Test("who waits for an earlier answer is not late with the next request")
    mutating func pipelined() {
        conversation.readHead(at: start)
        conversation.readEnd()
        conversation.readHead(at: start)
        #expect(conversation.expire(at: start + .seconds(30)) == .wait)
        #expect(conversation.deadline == start + .seconds(60))
        #expect(conversation.writeHead(closes: false) == false)
        #expect(conversation.writeEnd(at: start) == false)
        #expect(conversation.expire(at: start + .seconds(60)) == .refuse)
    }

    @Test("an answer before the end of its request is the last; after a moment the connection closes")
    mutating func earlyAnswer() {
        conversation.readHead(at: start)
        #expect(conversation.writeHead(closes: false) == true)
        conversation.readEnd()
        #expect(conversation.writeEnd(at: start) == true)
        #expect(conversation.isOver && conversation.deadline == start + .seconds(30))
        conversation.saidFarewell(at: start)
        #expect(conversation.deadline == start + .milliseconds(500))
        #expect(conversation.expire(at: start + .seconds(1)) == .hangUp)
    }
}
