extension Library {
    /// IP addresses and CIDR blocks, as Kubernetes and cel-go name them: `ip cidr isIP isCIDR containsIP …`.
    static let network: [Function] = networkReading + addressQuestions + blockQuestions

    private static let networkReading: [Function] = [
        Function("ip(string) -> net.IP", "net.CIDR.ip() -> net.IP") { call in
            if case .network(let block) = call[0] { return .address(block.address) }
            guard case .string = call[0] else { return call.noOverload }
            return NetworkFunctions.address(call, at: 0) { .address($0) }
        }
        .prepared(by: NetworkFunctions.checkAddress(at: 0)),
        Function("cidr(string) -> net.CIDR") { call in
            guard case .string = call[0] else { return call.noOverload }
            return NetworkFunctions.block(call, at: 0) { .network($0) }
        }
        .prepared(by: NetworkFunctions.checkBlock(at: 0)),
        Function("isIP(string) -> bool") { call in
            guard case .string(let text) = call[0] else { return call.noOverload }
            return .bool(NetworkReader.address(text) != nil)
        },
        Function("isCIDR(string) -> bool") { call in
            guard case .string(let text) = call[0] else { return call.noOverload }
            return .bool(NetworkReader.block(text) != nil)
        },
        Function("ip.isCanonical(string) -> bool") { call in
            guard case .string(let text) = call[0] else { return call.noOverload }
            return NetworkFunctions.address(call, at: 0) { .bool(Text($0.description) == text) }
        }
        .prepared(by: NetworkFunctions.checkAddress(at: 0)),
    ]

    private static let addressQuestions: [Function] = [
        NetworkFunctions.question("isUnspecified", \.isUnspecified),
        NetworkFunctions.question("isLoopback", \.isLoopback),
        NetworkFunctions.question("isGlobalUnicast", \.isGlobalUnicast),
        NetworkFunctions.question("isLinkLocalMulticast", \.isLinkLocalMulticast),
        NetworkFunctions.question("isLinkLocalUnicast", \.isLinkLocalUnicast),
        Function("net.IP.family() -> int") { call in
            guard case .address(let address) = call[0] else { return call.noOverload }
            return .int(Int64(address.family))
        },
    ]

    private static let blockQuestions: [Function] = [
        Function("net.CIDR.containsIP(net.IP) -> bool", "net.CIDR.containsIP(string) -> bool") { call in
            guard case .network(let block) = call[0] else { return call.noOverload }
            return NetworkFunctions.address(call, at: 1) { .bool(block.contains($0)) }
        }
        .prepared(by: NetworkFunctions.checkAddress(at: 1)),
        Function("net.CIDR.containsCIDR(net.CIDR) -> bool", "net.CIDR.containsCIDR(string) -> bool") { call in
            guard case .network(let block) = call[0] else { return call.noOverload }
            return NetworkFunctions.block(call, at: 1) { .bool(block.contains($0)) }
        }
        .prepared(by: NetworkFunctions.checkBlock(at: 1)),
        Function("net.CIDR.masked() -> net.CIDR") { call in
            guard case .network(let block) = call[0] else { return call.noOverload }
            return .network(block.masked)
        },
        Function("net.CIDR.isMask() -> bool") { call in
            guard case .network(let block) = call[0] else { return call.noOverload }
            return .bool(block == block.masked)
        },
        Function("net.CIDR.prefixLength() -> int") { call in
            guard case .network(let block) = call[0] else { return call.noOverload }
            return .int(Int64(block.prefixLength))
        },
    ]
}

/// What the network functions share.
///
/// They charge nothing of their own: a text is looked at only when it is short enough for an address.
private enum NetworkFunctions {
    private static let notAddress =
        "not an IP address: zones, brackets, leading zeros and IPv6 with a dotted part are refused"
    private static let notBlock = "not a CIDR block: an IP address, a slash and the length of the prefix"

    static func address(_ call: Call, at place: Int, _ answer: (IPAddress) -> Value) -> Value {
        switch call[place] {
        case .address(let address): answer(address)
        case .string(let text): NetworkReader.address(text).map(answer) ?? call.invalid(notAddress)
        default: call.noOverload
        }
    }

    static func block(_ call: Call, at place: Int, _ answer: (CIDRBlock) -> Value) -> Value {
        switch call[place] {
        case .network(let block): answer(block)
        case .string(let text): NetworkReader.block(text).map(answer) ?? call.invalid(notBlock)
        default: call.noOverload
        }
    }

    /// A constant argument that is no address is told when the expression is compiled.
    static func checkAddress(at place: Int) -> Function.Preparation {
        { constants in
            guard case .string(let text) = constants[place], NetworkReader.address(text) == nil else { return nil }
            return .problem(notAddress, argument: place)
        }
    }

    /// A constant argument that is no block is told when the expression is compiled.
    static func checkBlock(at place: Int) -> Function.Preparation {
        { constants in
            guard case .string(let text) = constants[place], NetworkReader.block(text) == nil else { return nil }
            return .problem(notBlock, argument: place)
        }
    }

    static func question(_ name: String, _ ask: @escaping @Sendable (IPAddress) -> Bool) -> Function {
        Function("net.IP.\(name)() -> bool") { call in
            guard case .address(let address) = call[0] else { return call.noOverload }
            return .bool(ask(address))
        }
    }
}
