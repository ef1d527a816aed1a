import Connectors
import Core
import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline
import Store

/// `/v1/imports`: files of a system of record, sent instead of put into a folder, and what the last ones brought.
struct ImportRoutes: Sendable {
    /// Bytes of a file; a longer one, or one that takes longer than a body may, is put into a folder.
    static let sizeLimit = 256 * 1024 * 1024

    private static let tooLarge = Problem(
        .contentTooLarge,
        "A file must not be longer than 256 MiB: put it into a watched folder."
    )
    private static let otherMethods = Problem.methodNotAllowed(
        "This path takes other methods.",
        allowed: ["GET", "HEAD", "POST"]
    )

    let imports: FileImports

    func add(to group: RouterGroup<GatewayContext>) {
        for method in HTTPRequest.Method.known {
            group.on("imports", method: method) { request, _ in
                switch method {
                case .get, .head: try await list()
                case .post: try await take(request)
                default: throw Self.otherMethods
                }
            }
        }
    }

    private func list() async throws -> Response {
        do throws(StoreError) {
            return Response(json: ["imports": .array(try await imports.reports())])
        } catch {
            throw Problem.storeFailed
        }
    }

    private func take(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        guard let source = query.get("source") else { throw Problem(.badRequest, "`source` is missing.") }
        let (name, isPlan) = (query.get("name") ?? "file", try request.isPlan)
        do throws(ImportError) {
            _ = try imports.source(named: source)
        } catch {
            return refusal(error)
        }
        let file = try await received(request)
        do throws(ImportError) {
            let report =
                isPlan
                ? try await imports.plan(file, name: name, source: source)
                : try await imports.execute(file, name: name, source: source)
            return Response(json: report.json)
        } catch {
            return refusal(error)
        }
    }

    /// The body as a file, so that its length does not matter and nobody waits for the journal while it comes.
    private func received(_ request: Request) async throws(Problem) -> InputFile {
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > Self.sizeLimit { throw Self.tooLarge }
        guard let scratch = imports.scratch() else { throw .storeFailed }
        var count = 0
        do {
            for try await buffer in request.body {
                count += buffer.readableBytes
                guard count <= Self.sizeLimit else { throw Self.tooLarge }
                guard scratch.write(Array(buffer.readableBytesView)) else { throw Problem.storeFailed }
            }
        } catch {
            throw error as? Problem ?? Problem(.badRequest, "The body broke off.")
        }
        guard let file = scratch.reread() else { throw .storeFailed }
        return file
    }

    private func refusal(_ error: ImportError) -> Response {
        switch error {
        case .unknownSource: Problem(.notFound, "No source has this name.").response
        case .readsNoFiles: Problem(.unprocessableContent, "The connector of this source reads no files.").response
        case .unreadable(let failure):
            Response(
                json: Problem(.unprocessableContent, failure.description).json.merging(failure.json),
                status: .unprocessableContent,
                type: "application/problem+json"
            )
        case .brokenOff: Problem(.internalServerError, "The file cannot be read to its end.").response
        case .stopped, .store(.busy), .store(.full), .store(.closed): Problem.overloaded.response
        case .archive, .store: Problem.storeFailed.response
        }
    }
}

extension JSON {
    /// An object with the members of another.
    fileprivate func merging(_ other: JSONObject) -> JSON {
        object.map { .object($0.merging(other)) } ?? self
    }
}
