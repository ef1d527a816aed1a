// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode, warnings are errors, imports are internal unless they say otherwise.
let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// For the modules that touch C: every unsafe expression is marked where it stands.
let nearC = house + [.strictMemorySafety()]

let package = Package(
    name: "throughline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "throughline", targets: ["throughline"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // L0: one module map and shim each, nothing else
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        // L1
        .target(name: "Core", swiftSettings: house),
        // L2
        .target(name: "YAML", dependencies: ["Core", "CLibYAML"], swiftSettings: nearC),
        .target(name: "CEL", dependencies: ["Core", "CRE2"], swiftSettings: house),
        // L3
        .target(
            name: "Connectors",
            dependencies: [
                "Core", "YAML", "CEL", "CExpat",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: nearC
        ),
        .target(
            name: "Policy",
            dependencies: ["Core", "YAML", "CEL"],
            resources: [.embedInCode("Packs"), .embedInCode("Geography")],
            swiftSettings: house
        ),
        .target(
            name: "Store",
            dependencies: ["Core", "CSQLite"],
            swiftSettings: nearC
        ),
        // L4
        .target(
            name: "Pipeline",
            dependencies: [
                "Core", "YAML", "CEL", "Connectors", "Policy", "Store",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Outbound",
            dependencies: [
                "Core", "CEL", "Connectors", "Policy", "Store", "CCurl",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: nearC
        ),
        // L5
        .target(
            name: "Web",
            dependencies: [
                "Core", "Connectors", "Policy", "Store", "Pipeline",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Sandbox",
            dependencies: [
                "Core", "YAML", "CEL", "Connectors",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),
        // L6
        .executableTarget(
            name: "throughline",
            dependencies: [
                "Core", "YAML", "CEL", "Connectors", "Policy", "Store", "Pipeline", "Outbound", "Web", "Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Core", "CEL", "Connectors", "Outbound",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Benchmarks/bench",
            swiftSettings: house
        ),
        // Tests, by the room they look at
        .testTarget(name: "CoreTests", dependencies: ["Core"]),
        .testTarget(name: "YAMLTests", dependencies: ["Core", "YAML"]),
        .testTarget(name: "CELTests", dependencies: ["Core", "CEL"]),
        .testTarget(
            name: "ConnectorsTests",
            dependencies: [
                "Core", "YAML", "CEL", "Connectors",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .testTarget(name: "PolicyTests", dependencies: ["Core", "YAML", "CEL", "Policy"]),
        .testTarget(name: "StoreTests", dependencies: ["Core", "Store"]),
        .testTarget(
            name: "PipelineTests",
            dependencies: ["Core", "YAML", "Connectors", "Policy", "Store", "Pipeline"]
        ),
        .testTarget(name: "OutboundTests", dependencies: ["Core", "Policy", "Store", "Outbound", "CCurl"]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Core", "Connectors", "Policy", "Store", "Pipeline", "Web",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "SandboxTests", dependencies: ["Core", "YAML", "Connectors", "Sandbox"]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "Core", "YAML", "Connectors", "Policy", "Pipeline", "Outbound", "Web", "throughline",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "HouseTests", dependencies: ["Core", "YAML"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["throughline"],
            exclude: ["python", "requirements.txt", "Golden"]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
