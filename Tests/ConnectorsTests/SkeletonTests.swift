import Core
import Testing

@testable import Connectors

/// What `connector new` writes runs as it is.
@Suite("The first files of a connector") struct SkeletonTests {
    private func problems(_ skeleton: ConnectorSkeleton) throws -> [String] {
        let cases = try skeleton.cases(ids: IDSource(seed: 7))
        let found = Connector.lint(skeleton.text, name: "connector.yaml", folder: skeleton.name) { _ in cases }
        let connector = try Connector.read(skeleton.text, name: "connector.yaml")
        let all = try ConnectorCase.readAll(cases, name: "tests.yaml")
        return found.all.map(\.code) + all.flatMap { $0.differences(of: connector, among: all).map(\.text) }
    }

    @Test("every scheme, for both kinds of bodies", arguments: SkeletonScheme.allCases)
    func schemes(scheme: SkeletonScheme) throws {
        for body in ConnectorSkeleton.BodyFormat.allCases {
            var skeleton = ConnectorSkeleton(name: "carrier", scheme: scheme)
            skeleton.body = body
            #expect(try problems(skeleton) == (scheme == .none ? ["unverified-source"] : []))
        }
    }

    @Test("every option")
    func options() throws {
        var skeleton = ConnectorSkeleton(name: "carrier", scheme: .hmacSHA512)
        skeleton.docs = "https://carrier.example/webhooks"
        skeleton.header = "X-Carrier-Signature"
        skeleton.prefix = "v1="
        skeleton.encoding = .base64
        skeleton.timestampHeader = "X-Carrier-Timestamp"
        skeleton.secret = "signing_key"
        #expect(try problems(skeleton) == [])
        let connector = try Connector.read(skeleton.text, name: "connector.yaml")
        #expect(connector.secrets == ["signing_key"] && connector.docs == skeleton.docs)
        #expect(try skeleton.cases(ids: IDSource(seed: 7)).contains("x-carrier-signature: 'v1="))
    }

    @Test("the secret of the cases is made, not written")
    func secrets() throws {
        let skeleton = ConnectorSkeleton(name: "carrier", scheme: .hmacSHA256)
        #expect(try skeleton.cases(ids: IDSource(seed: 1)) != skeleton.cases(ids: IDSource(seed: 2)))
        #expect(!skeleton.text.contains("test_"))
    }
}
