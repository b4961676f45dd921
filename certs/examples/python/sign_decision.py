#!/usr/bin/env python3
"""A reader's decision on a delivery, signed with Python 3 and openssl alone.

  sign_decision.py accept SIGNING.key SIGNING.pem READER DELIVERY got.xml               > decision.jws
  sign_decision.py reject SIGNING.key SIGNING.pem READER DELIVERY got.xml CODE [TEXT]   > decision.jws

The key is EC P-256; SIGNING.pem holds its certificate and the issuing one. READER is the reader's id (dvdv:fin:…),
DELIVERY the delivery's (header Dienstweg-Delivery-Id of the push or of the fetch). Verify the author's signature over
got.xml before: what is cited here is what that signature covers.
"""
import base64, hashlib, json, re, subprocess, sys, time, uuid
import xml.etree.ElementTree as tree

MESSAGE, DS = '{urn:dienstweg:message:1}', '{http://www.w3.org/2000/09/xmldsig#}'
EVENT = 'http://uri.etsi.org/19522/Event/'
SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b'=').decode()


def text_of(element):
    return ' '.join(element.text.split())


def header_digest(message):
    """SHA-256 of the header's exclusive canonical form: the signature states it, unless its author chose a longer hash."""
    reference = next(each for each in message.iter(DS + 'Reference') if each.get('URI') == '#header')
    if reference.find(DS + 'DigestMethod').get('Algorithm') != SHA256:
        sys.exit('the signature states another hash of the header: compute SHA-256 of its exclusive canonical form')
    return ''.join(text_of(reference.find(DS + 'DigestValue')).split())


def part_digests(message):
    """Of every part that is there; each has to be the one the author signed."""
    signed = {info.get('id'): info.get('digest') for info in message.iter(MESSAGE + 'PartInfo')}
    stated = {}
    for part in message.iter(MESSAGE + 'Part'):
        octets = base64.b64decode(part.get('nonce')) + base64.b64decode(part.text)
        digest = base64.b64encode(hashlib.sha256(octets).digest()).decode()
        if digest != signed[part.get('ref')]:
            sys.exit(f"part {part.get('ref')} is not what its author signed")
        stated[part.get('ref')] = digest
    return stated


def es256(octets, key):
    """openssl writes the two numbers of the value in DER; a JWS has them side by side, 32 octets each."""
    der = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', key], input=octets, stdout=subprocess.PIPE, check=True).stdout
    r_end = 4 + der[3]
    numbers = der[4:r_end], der[r_end + 2:]
    return b''.join(int.from_bytes(number, 'big').to_bytes(32, 'big') for number in numbers)


if len(sys.argv) < 7 or sys.argv[1] not in ('accept', 'reject'):
    sys.exit(__doc__)
decision, key, chain, reader, delivery, file, *reason = sys.argv[1:]
message = tree.parse(file).getroot()
header = message.find(MESSAGE + 'Header')
author = header.find(MESSAGE + 'Author')
message_id = text_of(header.find(MESSAGE + 'MessageId')).lower().removeprefix('urn:uuid:')
conversation = header.find(MESSAGE + 'ConversationId')
attested = {
    'headerDigest': header_digest(message),
    'partDigests': part_digests(message),
    'reader': reader,
    'deliveryId': delivery,
}
if decision == 'reject' and reason:
    attested['reason'] = dict(zip(['code', 'text'], reason))
claims = {
    'iss': f'urn:dienstweg:authority:{reader}',
    'iat': int(time.time()),
    'jti': str(uuid.uuid4()),
    'sub': f"message:{author.get('scheme')}:{author.get('value')}:{message_id}",
    'txn': f'conversation:{message_id if conversation is None else text_of(conversation)}',
    'events': {EVENT + {'accept': 'ConsignmentAcceptance', 'reject': 'ConsignmentRejection'}[decision]: attested},
}
with open(chain, encoding='ascii') as pem:
    x5c = [''.join(each.split()) for each in re.findall('-----BEGIN CERTIFICATE-----(.*?)-----END', pem.read(), re.S)]
head = {'typ': 'secevent+jwt', 'alg': 'ES256', 'x5c': x5c}
signed = '.'.join(base64url(json.dumps(each).encode()) for each in (head, claims))
print(f'{signed}.{base64url(es256(signed.encode(), key))}', end='')
