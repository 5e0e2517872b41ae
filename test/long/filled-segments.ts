/** Makes a stream larger without changing its pictures: each gets a message that no decoder shows (SEI). */
import { pesPacket, STREAM_ID } from '../../scripts/sample/pes.ts';
import { PIDS, programAssociationSection, programMapSection } from '../../scripts/sample/psi.ts';
import { TransportStreamWriter } from '../../scripts/sample/transport-stream.ts';
import { type Pes, readPackets, readPesPackets } from '../local/sample/transport-stream-reader.ts';

const clockLagTicks = 9000;

/**
 * Writes segments of the sample anew.
 * @param fillerBytes how much larger each picture is to be
 */
export function fillSegments(segments: readonly Buffer[], fillerBytes: number): Buffer[] {
  const writer = new TransportStreamWriter();
  return segments.map((segment) => {
    const packets = readPackets(segment);
    const video = readPesPackets(packets, PIDS.video).map((pes) => ({ pid: PIDS.video, pes }));
    const audio = readPesPackets(packets, PIDS.audio).map((pes) => ({ pid: PIDS.audio, pes }));
    writer.writeSection(PIDS.pat, programAssociationSection());
    writer.writeSection(PIDS.pmt, programMapSection());
    for (const { pid, pes } of [...video, ...audio].sort((one, other) => one.pes.offset - other.pes.offset)) {
      if (pid === PIDS.video) writePicture(writer, pes, fillerBytes);
      else writer.writePes(pid, pesPacket(STREAM_ID.audio, pes, pes.payload));
    }
    return writer.take();
  });
}

function writePicture(writer: TransportStreamWriter, pes: Pes, fillerBytes: number): void {
  // Behind the access unit delimiter, which has to be first (ISO/IEC 14496-10 7.4.1.2.3).
  const second = pes.payload.indexOf('000001', 4, 'hex');
  const at = pes.payload[second - 1] === 0 ? second - 1 : second;
  const payload = Buffer.concat([pes.payload.subarray(0, at), message(fillerBytes), pes.payload.subarray(at)]);
  const times = { ptsTicks: pes.ptsTicks, dtsTicks: pes.dtsTicks };
  writer.writePes(PIDS.video, pesPacket(STREAM_ID.video, times, payload), { pcrTicks: pes.dtsTicks - clockLagTicks });
}

/** user_data_unregistered (ISO/IEC 14496-10 D.1.7): a UUID and bytes, none of which is 0, so that nothing is escaped. */
function message(sizeBytes: number): Buffer {
  const content = Buffer.from(Array.from({ length: sizeBytes }, (_, index) => 1 + ((index * 197) % 254)));
  const size = [...Array(Math.floor(sizeBytes / 255)).fill(255), sizeBytes % 255];
  return Buffer.concat([Buffer.from([0, 0, 0, 1, 6, 5, ...size]), content, Buffer.from([0x80])]);
}
