"""Certificates for whatever name a client asks for, trusted by nobody but this run."""

import datetime
import ipaddress
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """A certificate authority for one run, and a server's TLS that shows a certificate for whatever name is asked."""

    def __init__(self, folder):
        self.folder, self.contexts = folder, {}
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "recorder")])
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate(self.key, self.name, x509.BasicConstraints(ca=True, path_length=0)))
        self.context = self.context_for("localhost")
        self.context.sni_callback = self.choose

    def choose(self, connection, name, _):
        if name:
            connection.context = self.context_for(name)

    def context_for(self, name):
        if name not in self.contexts:
            self.contexts[name] = self.new_context(name)
        return self.contexts[name]

    def new_context(self, name):
        key, file = ec.generate_private_key(ec.SECP256R1()), self.folder / f"{len(self.contexts)}.pem"
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
        names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        file.write_bytes(self.certificate(key, subject, names) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def certificate(self, key, subject, extension):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = x509.CertificateBuilder(
            self.name, subject, key.public_key(), x509.random_serial_number(), now - datetime.timedelta(hours=1),
            now + datetime.timedelta(days=1),
        )
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
