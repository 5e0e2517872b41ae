import { useEffect, useRef } from 'preact/hooks';
import { keyTable } from './keyboard.ts';

interface KeysDialogProps {
  readonly isOpen: boolean;
  readonly isEverywhere: boolean;
  onChangeEverywhere(isEverywhere: boolean): void;
  onClose(): void;
}

/** The player's keys, and whether they hold outside the player. */
export function KeysDialog({ isOpen, isEverywhere, onChangeEverywhere, onClose }: KeysDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="keys-dialog" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys of the player</h2>
      <dl class="keys">
        {keyTable.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={isEverywhere}
          onChange={({ currentTarget }) => onChangeEverywhere(currentTarget.checked)}
        />
        They also hold while the focus is outside the player
      </label>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
